import createClient from 'openapi-fetch';
import type { paths } from '../generated/openapi-typescript.js';

const api = createClient<paths>({
  baseUrl: 'https://keys.example.com/api/v1',
  headers: { Authorization: 'Bearer lk_…' },
});

/** The new key's secret. */
export async function createKey(name: string): Promise<string | null> {
  const { data, error } = await api.POST('/api-keys', {
    params: { header: { 'Idempotency-Key': name } },
    body: { name, expiresIn: '90d', type: 'end-user', scopes: ['database:read'], metadata: { team: 'data' } },
  });
  if (data !== undefined) return data.key;
  if (error.code === 'NAME_TAKEN') throw new Error(`Choose another name: ${error.detail}`);
  // @ts-expect-error: there is no such code
  if (error.code === 'NAME_TOO_GOOD') return null;
  throw new Error(
    error.errors?.map(({ field, message }) => `${field}: ${message}`).join('; ') ?? error.detail,
  );
}

export async function listKeys(): Promise<string[]> {
  const { data, error, response } = await api.GET('/api-keys', {
    params: { query: { status: ['active'], sort: '-createdAt', limit: 100 } },
  });
  if (error !== undefined)
    throw new Error(`${error.title}: ${error.missingScopes?.join(', ') ?? error.detail}`);
  if (response.headers.get('Link') !== null) console.log('There are more');
  return data.map(({ id, name, status, expiresAt }) => `${id} ${name} ${status} ${expiresAt ?? 'never'}`);
}

export async function mistakes(): Promise<void> {
  // @ts-expect-error: a key has a name
  await api.POST('/api-keys', { body: {} });
  // @ts-expect-error: a name is text
  await api.POST('/api-keys', { body: { name: 7 } });
  // @ts-expect-error: a page's size is a number
  await api.GET('/api-keys', { params: { query: { limit: 'all' } } });
}
