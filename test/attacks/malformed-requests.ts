import type { ApiClient } from '../e2e/api-client.ts';
import { attempts, shownAs } from './attempts.ts';
import { bench } from './bench.ts';

/** Bodies, queries and paths that are none, or that readers could understand differently. */
export function malformedRequests(): void {
  let admin: ApiClient;
  let target: { readonly id: string };

  beforeAll(async () => {
    ({ admin } = bench);
    target = await bench.mint(admin, {});
  }, 60_000);

  const invalid = '400 INVALID';
  const unsupported = '415 UNSUPPORTED_MEDIA_TYPE';

  attempts<string>(
    'a body said to be of another kind',
    [
      'text/plain',
      'text/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'application/yaml',
      'application/jsonp',
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/problem+json',
      'application/x-ndjson',
      'application/json; charset=utf-16',
      'application/json; charset=utf-7',
      'application/json, text/plain',
      'application/json; x=y',
      '*/*',
      'json',
      'application/octet-stream',
    ].map((type) => [type, type, unsupported]),
    async (type) =>
      shownAs(await admin.post('/api-keys', { name: 'typed' }, { headers: { 'Content-Type': type } })),
  );
  const doors: Readonly<Record<string, readonly [method: string, path: string]>> = {
    'a new user': ['POST', '/users'],
    'a new role': ['POST', '/roles'],
    'a verification': ['POST', '/verify'],
  };
  const bodies: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>> = {
    'half an object': '{',
    'text behind': '{} x',
    'two objects': '{}{}',
    'a comma too many': '{"a":1,}',
    'a comment': '{/* */}',
    'single quotes': "{'a':1}",
    'a byte order mark': new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]),
    'UTF-16': new Uint8Array([0x7b, 0, 0x7d, 0]),
    'an overlong encoding': new Uint8Array([0x22, 0xc0, 0xaf, 0x22]),
    'a list': '[{}]',
    'a text': '"{}"',
    'a number': '1',
    null: 'null',
    'a hundred levels': `${'['.repeat(100)}${']'.repeat(100)}`,
    'thirty thousand levels': `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
    'ten thousand members': JSON.stringify(
      Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`m${at}`, 1])),
    ),
    'a member twice': '{"userId":"a@example.com","userId":"b@example.com"}',
    'half a surrogate': '{"userId":"\\ud800"}',
    __proto__: '{"__proto__":{"roles":["admin"]}}',
  };
  for (const [door, [method, path]] of Object.entries(doors)) {
    attempts<string | Uint8Array<ArrayBuffer>>(
      `the body of ${door}`,
      Object.entries(bodies).map(([what, rawBody]) => [what, rawBody, invalid]),
      async (rawBody) => shownAs(await admin.call(method, path, { rawBody })),
    );
  }

  attempts<string>(
    'a query',
    [
      ['malformed escapes', '/users?search=%zz', invalid],
      ['half an escape', '/users?search=%', invalid],
      ['bytes that are no UTF-8', '/users?search=%ff%fe', invalid],
      ['an overlong encoding', '/users?search=%c0%af', invalid],
      ['half a surrogate', '/users?search=%ed%a0%80', invalid],
      ['a parameter twice', '/users?search=a&search=b', invalid],
      ['a list in brackets', '/users?search[]=a', invalid],
      ['an object in brackets', '/users?search[$ne]=a', invalid],
      ['__proto__', '/users?__proto__=x', invalid],
      ['__proto__ in brackets', '/users?__proto__[isAdmin]=true', invalid],
      ['constructor', '/users?constructor=x', invalid],
      ['a parameter without a name', '/users?=x', invalid],
      ['a parameter in capitals', '/users?SEARCH=x', invalid],
      ['semicolons', '/users?search=a;limit=1', '200'],
      ['257 characters', `/users?search=${'x'.repeat(257)}`, invalid],
      ['a callback', '/users?callback=alert', invalid],
      ['a debug switch', '/users?debug=true', invalid],
      ['a method', '/users?_method=DELETE', invalid],
      ['fields', '/users?fields=*', invalid],
      ['a query where none belongs', `/me?userId=admin@example.com`, invalid],
      [
        'a span that ends before it begins',
        '/audit-events?from=2027-06-02T00:00:00Z&to=2027-06-01T00:00:00Z',
        invalid,
      ],
      ['a span without a zone', '/audit-events?from=2027-06-02T00:00:00', invalid],
      ['an unknown action', '/audit-events?action=*', invalid],
      ['an outcome that is not', '/api-keys/{id}/usage?outcome=all', invalid],
      ['a sort by a member of the table', '/api-keys?sort=secretHash', invalid],
      ['two sorts', '/api-keys?sort=name,createdAt', invalid],
    ],
    async (path) => shownAs(await admin.get(path.replace('{id}', target.id))),
  );
  attempts<string>(
    'malformed escapes in a path',
    ['%', '%z', '%zz', '%ff', '%c0%ae', '%ed%a0%80', '%u0041'].map((text) => [text, text, invalid]),
    async (text) => shownAs(await admin.get(`/users/${text}`)),
  );
}
