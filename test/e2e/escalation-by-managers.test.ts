import type { ApiClient } from './api-client.ts';
import { allRights, EscalationBench, refusal, shown } from './escalation-bench.ts';
import { lastingArgs } from './latchkey-process.ts';

let bench: EscalationBench;
let admin: ApiClient;
beforeAll(async () => {
  bench = await EscalationBench.start(lastingArgs);
  ({ admin } = bench);
}, 60_000);
afterAll(() => bench.stop());

describe('a manager', () => {
  test('mints nothing for an administrator that they could not do themselves', async () => {
    const manager = await bench.person('minting', 'api-keys:manage');
    const userId = bench.server.bootstrap.adminUserId;
    const attempt = async (fields: object) =>
      shown(
        await manager.post('/api-keys', bench.named({ userId, scopes: [], accessRights: {}, ...fields })),
      );
    expect(await attempt({ scopes: ['*'] })).toEqual(refusal(['*']));
    expect(await attempt({ scopes: null, accessRights: null })).toEqual(refusal(['*'], allRights));
    expect(await attempt({ scopes: ['users:manage', 'database:read'] })).toEqual(refusal(['users:manage']));
    expect(await attempt({ accessRights: allRights })).toMatchObject(refusal([], allRights));
    expect((await attempt({ scopes: ['database:read'] })).status).toBe('active');
    const theirs = await bench.mint(admin, { scopes: ['users:read'], accessRights: {}, expiresIn: '1h' });
    const widen = await manager.patch(`/api-keys/${theirs.id}`, { expiresIn: '2h' });
    expect(shown(widen)).toEqual(refusal(['users:read']));
  });

  test('mints no unrestricted key for somebody who may become an administrator', async () => {
    const manager = await bench.person('patient', 'api-keys:manage');
    await admin.post('/users', { userId: 'rising@example.com', roles: ['developer'] });
    const rising = { userId: 'rising@example.com', scopes: ['database:read'], accessRights: {} };
    const attempt = async (fields: object) =>
      shown(await manager.post('/api-keys', bench.named({ ...rising, ...fields })));
    expect(await attempt({ scopes: null })).toEqual(refusal(['*']));
    expect(await attempt({ accessRights: null })).toEqual(refusal([], allRights));
    expect(await attempt({ scopes: null, accessRights: null })).toEqual(refusal(['*'], allRights));
    const { key } = await bench.mint(manager, rising);
    await admin.patch('/users/rising@example.com', { roles: ['admin'] });
    expect((await admin.as(key).get('/me')).body).toMatchObject({
      roles: ['admin'],
      scopes: ['database:read'],
    });
  });

  test('pauses a key that its owner cannot resume, in person or by key', async () => {
    const owner = await bench.person('pausing');
    const manager = await bench.person('strict', 'api-keys:manage');
    const { id } = await bench.mint(owner, { scopes: ['database:read'], accessRights: {} });
    const helper = await bench.mint(owner, { type: 'admin' });
    await manager.post(`/api-keys/${id}/pause`);
    const attempts = [
      await owner.post(`/api-keys/${id}/resume`),
      await owner.patch(`/api-keys/${id}`, { status: 'active' }),
      await owner.as(helper.key).post(`/api-keys/${id}/resume`),
    ];
    expect(attempts.map(shown)).toEqual(attempts.map(() => refusal(['api-keys:manage'])));
    // Pausing it themselves does not make it theirs to resume.
    expect((await owner.post(`/api-keys/${id}/pause`)).status).toBe(200);
    expect((await owner.post(`/api-keys/${id}/resume`)).status).toBe(403);
    expect((await manager.post(`/api-keys/${id}/resume`)).status).toBe(200);
  });
});
