import { createApiKey, listApiKeys } from '../generated/orval.js';

const options = { headers: { Authorization: 'Bearer lk_…' } };

/** The new key's secret. */
export async function createKey(name: string): Promise<string | null> {
  const answer = await createApiKey(
    { name, expiresIn: '90d', type: 'end-user', scopes: ['database:read'], metadata: { team: 'data' } },
    options,
  );
  if (answer.status === 201) return answer.data.key;
  const error = answer.data;
  if (error.code === 'NAME_TAKEN') throw new Error(`Choose another name: ${error.detail}`);
  // @ts-expect-error: there is no such code
  if (error.code === 'NAME_TOO_GOOD') return null;
  throw new Error(
    error.errors?.map(({ field, message }) => `${field}: ${message}`).join('; ') ?? error.detail,
  );
}

export async function listKeys(): Promise<string[]> {
  const answer = await listApiKeys({ status: ['active'], sort: '-createdAt', limit: 100 }, options);
  if (answer.status !== 200) {
    const { title, missingScopes, detail } = answer.data;
    throw new Error(`${title}: ${missingScopes?.join(', ') ?? detail}`);
  }
  if (answer.headers.get('Link') !== null) console.log('There are more');
  return answer.data.map(
    ({ id, name, status, expiresAt }) => `${id} ${name} ${status} ${expiresAt ?? 'never'}`,
  );
}

export async function mistakes(): Promise<void> {
  // @ts-expect-error: a key has a name
  await createApiKey({});
  // @ts-expect-error: a name is text
  await createApiKey({ name: 7 });
  // @ts-expect-error: a page's size is a number
  await listApiKeys({ limit: 'all' });
}
