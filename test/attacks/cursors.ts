import { listBinding, writeCursor } from '../../lambdas/domain/cursor.ts';
import type { ApiClient } from '../e2e/api-client.ts';
import { type Attempt, attempts } from './attempts.ts';
import { bench } from './bench.ts';

export function cursors(): void {
  let admin: ApiClient;
  let developer: ApiClient;
  let target: { readonly id: string };

  beforeAll(async () => {
    ({ admin } = bench);
    developer = await bench.person('limited');
    target = await bench.mint(admin, { name: 'the administrator’s', expiresIn: '1d' });
  }, 60_000);

  const id = '3f0c6f0e-8a52-4f6b-9d52-0c4b7a1e5d11';
  const time = '2027-06-15T12:00:00.500Z';
  const sorted = (field: string, descending = false) => ({ owner: null, sort: { field, descending } });

  interface List {
    readonly path: string;
    /** What its cursors are bound to: the digest has no secret, and anybody can work it out. */
    readonly binding: () => string;
    /** A place of the kind that the list writes. */
    readonly place: string;
    /** Those of the strange ones that an item of the list may be called. */
    readonly plausible?: readonly string[];
  }
  const lists: Readonly<Record<string, List>> = {
    users: {
      path: '/users?',
      binding: () => listBinding('users', {}),
      place: 'x@example.com',
      plausible: ['the end of time', 'before time'],
    },
    'holders of a role': {
      path: '/roles/admin/holders?',
      binding: () => listBinding('holders', { name: 'admin' }),
      place: 'x@example.com',
      plausible: ['the end of time', 'before time'],
    },
    roles: {
      path: '/roles?',
      binding: () => listBinding('roles', {}),
      place: 'x',
      plausible: ['the end of time'],
    },
    'audit events': {
      path: '/audit-events?',
      binding: () => listBinding('audit-events', { isAuditor: true }),
      place: `${time}#000000000001#${id}`,
    },
    'keys by time': {
      path: '/api-keys?',
      binding: () => listBinding('api-keys', sorted('createdAt', true)),
      place: `${time}\u0001${id}`,
    },
    'keys by name': {
      path: '/api-keys?sort=name&',
      binding: () => listBinding('api-keys', sorted('name')),
      place: `x\u0001${id}`,
    },
    'keys by expiry': {
      path: '/api-keys?sort=expiresAt&',
      binding: () => listBinding('api-keys', sorted('expiresAt')),
      place: `~\u0001${id}`,
    },
    'calls with a key': {
      path: '/api-keys/{id}/usage?',
      binding: () => listBinding('usage', { named: target.id }),
      place: `${time}~`,
    },
  };

  /** Status, and the field that is wrong; how many items there are where nothing is. */
  async function ask(client: ApiClient, path: string, cursor: string): Promise<string> {
    const filled = path.replace('{id}', target.id);
    const { status, body } = await client.get(`${filled}cursor=${encodeURIComponent(cursor)}`);
    return status === 200 ? `200, ${body.length} items` : `${status} ${body.code} ${body.errors?.[0].field}`;
  }
  const refused = '400 INVALID cursor';

  /** Places that no list has written, though their digest is right. */
  const strange: Readonly<Record<string, string>> = {
    'the end of time': '9999-12-31',
    'the end of time, behind a space': ' 9999-12-31',
    'before time': '0000-00-00T00:00:00.000Z',
    'a month that is not': `2027-99-15T12:00:00.500Z#000000000001#${id}`,
    'a line break': 'x\ny',
    NUL: '\0',
    'a partition’s key': 'USER#admin@example.com',
    'an expression': ':a OR attribute_exists(pk)',
    'an object': '{"pk":{"S":"USER#admin@example.com"}}',
    'U+FFFF': '\uffff',
    'an emoji': '😀',
    'more than a sort key holds': `${time}#000000000001#${id}${'x'.repeat(1_024)}`,
    'three thousand characters': 'x'.repeat(3_000),
  };
  for (const [list, { path, binding, plausible = [] }] of Object.entries(lists)) {
    attempts<string>(
      `a forged place in the list of ${list}`,
      Object.entries(strange)
        .filter(([what]) => !plausible.includes(what))
        .map(([what, place]): Attempt<string> => [what, place, refused]),
      (place) => ask(admin, path, writeCursor(binding(), place)),
    );
  }

  /** What anybody would try who does not know how a digest is made. */
  const misshapen: Readonly<Record<string, (cursor: string) => string>> = {
    empty: () => '',
    'a letter': () => 'a',
    'a number': () => '1',
    'the first half': (cursor) => cursor.slice(0, cursor.length / 2),
    'without its beginning': (cursor) => cursor.slice(4),
    twice: (cursor) => cursor + cursor,
    'with padding': (cursor) => `${cursor}=`,
    'in another alphabet': (cursor) => `${cursor}+/`,
    'with a space': (cursor) => ` ${cursor}`,
    'in capitals': (cursor) => cursor.toUpperCase(),
    'its digest altered': (cursor) => (cursor.startsWith('A') ? 'B' : 'A') + cursor.slice(1),
    'its place altered': (cursor) =>
      cursor.slice(0, 20) + (cursor[20] === 'A' ? 'B' : 'A') + cursor.slice(21),
    'its place alone': (cursor) => Buffer.from(cursor, 'base64url').subarray(12).toString('base64url'),
    'five thousand characters': () => 'A'.repeat(5_000),
    'a path': () => '../../etc/passwd',
    JSON: () => '{"LastEvaluatedKey":{}}',
    'an array': () => '[]',
  };
  attempts<string>(
    'the holders of another role',
    [
      [
        'by their cursor',
        writeCursor(listBinding('holders', { name: 'developer' }), 'x@example.com'),
        refused,
      ],
    ],
    (cursor) => ask(admin, '/roles/admin/holders?', cursor),
  );
  const { users } = lists;
  attempts<(cursor: string) => string>(
    'a cursor of another shape',
    Object.entries(misshapen).map(([what, change]) => [what, change, refused]),
    (change) => ask(admin, '/users?', change(writeCursor(users!.binding(), users!.place))),
  );

  const others = Object.entries(lists).flatMap(([from, { binding, place }]) =>
    Object.entries(lists)
      .filter(([to]) => to !== from)
      .map(
        ([to, { path }]): Attempt<readonly [string, () => string]> => [
          `of ${from}, for ${to}`,
          [path, () => writeCursor(binding(), place)],
          refused,
        ],
      ),
  );
  attempts('a cursor of another list', others, ([path, cursor]) => ask(admin, path, cursor()));

  const placeBefore = `0001-01-01T00:00:00.000Z\u0001${id}`;
  const bound = (query: Record<string, unknown>) => writeCursor(listBinding('api-keys', query), placeBefore);
  const own = { ...sorted('createdAt'), owner: 'limited@example.com' };
  attempts<readonly [query: string, cursor: string]>(
    'the administrator’s keys, asked for by somebody who has none',
    [
      ['by a cursor of all keys', ['sort=createdAt', bound(sorted('createdAt'))], refused],
      [
        'by a cursor of the administrator’s',
        ['sort=createdAt', bound({ ...own, owner: 'admin@example.com' })],
        refused,
      ],
      ['by a cursor of their own list', ['sort=createdAt', bound(own)], '200, 0 items'],
      [
        'by a cursor of a list by user',
        ['sort=createdAt&userId=admin%40example.com', bound({ ...own, userId: ['admin@example.com'] })],
        '200, 0 items',
      ],
      [
        'by a cursor of a list by user, as one text',
        ['sort=createdAt&userId=admin%40example.com', bound({ ...own, userId: 'admin@example.com' })],
        refused,
      ],
      [
        'by a cursor of the usage of a key that is not theirs',
        ['', writeCursor(listBinding('usage', { named: id }), `${time}~`)],
        refused,
      ],
    ],
    ([query, cursor]) => ask(developer, `/api-keys?${query}&`.replace('?&', '?'), cursor),
  );
}
