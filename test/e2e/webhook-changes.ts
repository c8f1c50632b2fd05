import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';

/** An API that nobody calls. */
const definition = {
  gateway: { accountId: '000000000000', apiId: 'hooks00001', stage: 'prod' },
  routes: [{ method: 'GET', path: '/orders', scopes: ['database:read'] }],
};

/** A call that has to succeed. What is 503 is made again, as it says: the machine has much to do. */
export async function must(call: () => ReturnType<ApiClient['call']>) {
  for (;;) {
    const { status, body } = await call();
    if (status < 300) return body;
    if (status !== 503) throw new Error(`${status} ${JSON.stringify(body)}`);
    await sleep(200);
  }
}

/** Every change of a key, a user, a role, an API and a webhook that a call makes, once at least. */
export async function changeEverything(api: ApiClient): Promise<void> {
  const key = await must(() => api.post('/api-keys', { name: 'Everything' }));
  const path = `/api-keys/${key.id}`;
  await must(() => api.patch(path, { description: 'of all kinds' }));
  await must(() => api.patch(path, { name: 'Everything else' }));
  for (const deed of ['pause', 'resume']) await must(() => api.post(`${path}/${deed}`));
  await must(() => api.post(`${path}/duplicate`, { name: 'Everything again' }));
  await must(() => api.delete(path));

  await must(() => api.post('/roles', { name: 'passing', scopes: ['database:read'] }));
  await must(() => api.call('PUT', '/roles/passing', { body: { scopes: ['logs:read'] } }));
  await must(() => api.post('/users', { userId: 'passing@example.com', roles: ['passing'] }));
  await must(() => api.patch('/users/passing@example.com', { displayName: 'Passing' }));
  await must(() => api.delete('/users/passing@example.com'));
  await must(() => api.delete('/roles/passing'));

  await must(() => api.post('/apis', { name: 'passing', ...definition }));
  await must(() => api.call('PUT', '/apis/passing', { body: { description: 'no more', ...definition } }));
  await must(() => api.delete('/apis/passing'));

  const url = 'https://localhost:9/';
  const webhook = await must(() =>
    api.post('/webhooks', { name: 'Passing', url, kind: 'https', events: ['api_key.purged'] }),
  );
  const hookPath = `/webhooks/${webhook.id}`;
  await must(() => api.patch(hookPath, { name: 'Passing by' }));
  await must(() => api.post(`${hookPath}/rotate-secret`));
  await must(() => api.patch(hookPath, { status: 'disabled' }));
  await must(() => api.delete(hookPath));
}

/** What comes with time: keys whose ends, and rotations whose ends, the clock tells of within a minute or so. */
export async function beginWhatTimeBrings(api: ApiClient): Promise<void> {
  const daySeconds = 86_400;
  await must(() => api.post('/api-keys', { name: 'Expiring', expiresIn: `${daySeconds + 5}s` }));
  const { id } = await must(() => api.post('/api-keys', { name: 'Rotated' }));
  await must(() => api.post(`/api-keys/${id}/rotate`, { gracePeriod: '4s' }));
  // The clock comes at whole minutes; a while later the key is gone.
  const minuteMs = 60_000;
  const next = Math.ceil((Date.now() + 6_000) / minuteMs) * minuteMs;
  const expiresAt = new Date(next - 2_000).toISOString();
  await must(() => api.post('/api-keys', { name: 'Expired', expiresAt }));
}
