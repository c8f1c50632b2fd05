import { describeNeeds } from '../../lambdas/domain/usage/usage-needs.ts';
import { person, serveApi } from '../support/memory-api.ts';
import { clockAt, noon } from '../support/memory-ports.ts';
import { MemoryStores } from '../support/memory-stores.ts';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { mintKey } from '../support/memory-records.ts';
import { predictableRandom } from '../support/memory-ports.ts';

/** What handlers print of the calls with keys, while something is done. */
async function linesOf(deed: () => Promise<unknown>): Promise<any[]> {
  const lines: any[] = [];
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = (text: string | Uint8Array) => {
    if (String(text).startsWith('{"usage":')) lines.push(JSON.parse(String(text)).usage);
    return true;
  };
  await deed().finally(() => (stdout.write = write));
  return lines;
}

test('a call to this API tells which scope its route asks for, the least where several would do', async () => {
  const memory = new MemoryStores('admin@example.com', []);
  const { plaintext, hash } = mintSecret('lk', predictableRandom());
  const { key } = mintKey({ userId: 'admin@example.com', secretHash: hash, type: 'admin', scopes: ['*'] });
  memory.keys.set(key.id, key);
  const api = serveApi(memory.stores, clockAt(noon));
  const lines = await linesOf(async () => {
    await api.as(plaintext)('getRole', { at: { name: 'admin' } });
    await api.as(plaintext)('getPrincipal');
    await api.as(person('admin@example.com'))('getPrincipal');
  });
  expect(lines).toMatchObject([
    { path: '/v1/roles/{name}', status: 200, needed: { scopes: ['roles:read'] } },
    { path: '/v1/me', status: 200, needed: { scopes: [] } },
  ]);
  expect(lines).toHaveLength(2);
});

test('needs that are long are left out, so that the call is counted all the same', () => {
  const scopes = Array.from({ length: 100 }, (_, n) => `resource-${n}:some-long-action`);
  expect(describeNeeds({ scopes })).toEqual({});
  expect(describeNeeds({ project: 'sales', module: 'm', action: 'read' })).toEqual({
    needed: { scopes: [], project: 'sales', module: 'm', action: 'read' },
  });
});
