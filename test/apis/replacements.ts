import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';
import { findChainFault } from '../../lambdas/domain/audit/audit.ts';
import {
  add,
  api,
  definition,
  engine,
  fresh,
  get,
  itemsOf,
  orders,
  put,
  statusOf,
} from './registration-bench.ts';

/** Changes of what is registered, and its end. */
export function replacements(): void {
  describe('a replacement', () => {
    test('is whole, and keeps the routes of before for deployments that still have them', async () => {
      const name = await add({ description: 'before', people: true });
      const routes = [{ method: 'ANY', path: '/new' }];
      const changed = await put(name, definition(name, { routes }));
      expect([changed.status, changed.headers['ETag']]).toEqual([200, '"2"']);
      expect(changed.body).toMatchObject({ description: '', people: false, routes });
      expect((await get(name)).body).toEqual(changed.body);
      const { current, previous } = (await engine.contents())[`A#123456789012/a1b2c3/${name}`] as any;
      expect([current.hash, previous.hash]).toEqual([
        changed.body.routesHash,
        routeSetOf(orders as never).hash,
      ]);
    });

    test('is told by the routes that it adds, removes and changes, and the chain can be checked by that', async () => {
      const [post, read] = orders;
      const name = await add();
      const dearer = { ...post, cost: 6 };
      const added = { method: 'GET', path: '/profile' };
      expect((await put(name, definition(name, { routes: [dearer, read, added] }))).status).toBe(200);
      expect((await put(name, definition(name, { routes: [dearer, added] }))).status).toBe(200);
      const { body: events } = await api.admin('listAuditEvents', { query: { targetId: name } });
      expect(events.map(({ changes }: any) => changes.routes)).toEqual([
        { from: [read], to: [] },
        { from: [post], to: [dearer, added] },
        { from: null, to: [read, post] },
      ]);
      const hashes = [orders, [dearer, read, added], [dearer, added]].map(
        (set) => routeSetOf(set as never).hash,
      );
      expect(events.map(({ changes }: any) => changes.routesHash.to)).toEqual(hashes.toReversed());
      expect(findChainFault(events.toReversed())).toBeNull();
    });

    test('that changes nothing keeps the ETag, and writes nothing', async () => {
      const name = await add();
      const before = await engine.contents();
      const same = await put(name, definition(name, { routes: orders.toReversed() }));
      expect([same.status, same.headers['ETag']]).toEqual([200, '"1"']);
      expect(await engine.contents()).toEqual(before);
    });

    test('moves to another stage, and leaves the former free', async () => {
      const [name, next, other] = [await add(), fresh(), fresh()];
      expect(await statusOf(put(name, definition(next)))).toBe('200');
      expect(await itemsOf(`/${name}`)).toEqual([]);
      expect(await itemsOf(`/${next}`)).toHaveLength(2);
      const body = { name: other, ...definition(name) };
      expect(await statusOf(api.admin('registerApi', { body }))).toBe('201');
      const taken = await put(name, definition(name));
      expect([taken.status, taken.body.detail]).toEqual([409, `The stage belongs to the API ${other}`]);
    });

    test('or a deletion of another version than If-Match names is 412', async () => {
      const name = await add();
      const stale = { 'If-Match': '"1"' };
      const body = definition(name, { description: 'second' });
      expect(await statusOf(put(name, body, stale))).toBe('200');
      expect(await statusOf(put(name, definition(name), stale))).toBe('412 PRECONDITION_FAILED');
      const removal = (headers: object) =>
        statusOf(api.admin('deleteApi', { at: { name }, headers: { ...headers } }));
      expect(await removal(stale)).toBe('412 PRECONDITION_FAILED');
      expect(await removal({ 'If-Match': '"2"' })).toBe('204');
      expect(await statusOf(get(name))).toBe('404 NOT_FOUND');
    });
  });

  test('a deletion leaves nothing but its events, and the next of that name goes on with their chain', async () => {
    const name = await add();
    expect(await statusOf(api.admin('deleteApi', { at: { name } }))).toBe('204');
    expect(await itemsOf(name)).toEqual([]);
    const body = { name, ...definition(name) };
    expect(await statusOf(api.admin('registerApi', { body }))).toBe('201');
    const { body: events } = await api.admin('listAuditEvents', { query: { targetId: name } });
    expect(events.map(({ action, sequence }: any) => [action, sequence])).toEqual([
      ['api.created', 3],
      ['api.deleted', 2],
      ['api.created', 1],
    ]);
    expect(events[0]).toMatchObject({
      target: { type: 'api', id: name, name },
      changes: { routes: { from: null, to: orders.toReversed() } },
    });
  });

  test('of many who take one stage at once one has it, with its item, its guard and its event', async () => {
    const stage = fresh();
    const names = Array.from({ length: 8 }, fresh);
    const answers = await Promise.all(
      names.map((name) => statusOf(api.admin('registerApi', { body: { name, ...definition(stage) } }))),
    );
    expect(answers.toSorted()).toEqual(['201', ...Array(7).fill('409 CONFLICT')]);
    const winner = names[answers.indexOf('201')] ?? '';
    const contents = await engine.contents();
    expect(contents[`A#123456789012/a1b2c3/${stage}`]).toMatchObject({ name: winner });
    expect(contents[`STAGE#123456789012/a1b2c3/${stage} STAGE`]).toMatchObject({ api: winner });
    for (const name of names) {
      const events = Object.keys(contents).filter((key) => key.startsWith(`API#${name} AUDIT#`));
      expect(events).toHaveLength(name === winner ? 1 : 0);
    }
  });

  test('of simultaneous changes of one version with If-Match one is made', async () => {
    const name = await add();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        statusOf(put(name, definition(name, { description: `change ${n}` }), { 'If-Match': '"1"' })),
      ),
    );
    expect(answers.toSorted()).toEqual(['200', ...Array(5).fill('412 PRECONDITION_FAILED')]);
  });
}
