import { randomBytes } from 'node:crypto';
import { mintSecret } from '../../lambdas/domain/keys/secret.ts';
import { issuerOf } from '../e2e/sign-in.ts';
import { all, type Attempt, attempts, shownAs } from './attempts.ts';
import { bench, planted } from './bench.ts';
import { answersTo, call, type HeaderLines, shown } from './wire.ts';

/**
 * A key in every place that a caller fills, each time another, of which nothing may be left when the server has ended:
 * see `bench.ts`.
 */
export function logs(): void {
  let origin: string;
  let target: { readonly id: string };
  /** With which calls are made whose usage is written down. */
  let callerKey: string;

  beforeAll(async () => {
    ({ origin } = new URL(bench.admin.baseUrl));
    target = await bench.mint(bench.admin, {});
    ({ key: callerKey } = await bench.mint(bench.admin, { type: 'admin' }));
  });

  /** A key that nobody has, whose 49 characters behind the prefix are searched for in the end. */
  function strayKey(prefix = 'lk'): string {
    const { plaintext } = mintSecret(prefix, { bytes: (length) => randomBytes(length), uuid: () => '' });
    planted.push(plaintext.slice(prefix.length + 1));
    return plaintext;
  }
  const invalid = '400 INVALID';

  const everyCharacter = (text: string, encode: (code: string) => string) =>
    [...text].map((character) => encode(character.charCodeAt(0).toString(16).padStart(2, '0'))).join('');
  const masked = '200 [masked key]';
  attempts<(key: () => string) => string>(
    'in a User-Agent',
    [
      ['alone', (key) => key(), masked],
      ['twice, a space between', (key) => `${key()} ${key()}`, '200 [masked key] [masked key]'],
      ['twice, nothing between', (key) => `${key()}${key()}`, masked],
      ['five times, nothing between', (key) => key() + key() + key() + key() + key(), masked],
      ['twice, a hyphen between', (key) => `${key()}-${key()}`, '200 [masked key]-[masked key]'],
      ['twice, an underscore between', (key) => `${key()}_${key()}`, masked],
      ['twice, a dot between', (key) => `${key()}.${key()}`, '200 [masked key].[masked key]'],
      ['twice, a slash between', (key) => `${key()}/${key()}`, '200 [masked key]/[masked key]'],
      ['twice, a comma between', (key) => `${key()},${key()}`, '200 [masked key],[masked key]'],
      ['twice, a semicolon between', (key) => `${key()};${key()}`, '200 [masked key];[masked key]'],
      ['twice, a colon between', (key) => `${key()}:${key()}`, '200 [masked key]:[masked key]'],
      ['twice, an encoded space between', (key) => `${key()}%20${key()}`, masked],
      ['twice, a plus between', (key) => `${key()}+${key()}`, '200 [masked key]+[masked key]'],
      ['twice, a bar between', (key) => `${key()}|${key()}`, '200 [masked key]|[masked key]'],
      ['twice, a tab between', (key) => `${key()}\t${key()}`, masked],
      ['behind text', (key) => `curl/8.9.1${key()}`, '200 curl/8.9.[masked key]'],
      ['before text', (key) => `${key()}curl`, masked],
      ['in brackets', (key) => `curl/8 (${key()})`, '200 curl/8 ([masked key])'],
      ['in quotes', (key) => `"${key()}"`, '200 "[masked key]"'],
      ['as a parameter', (key) => `curl?key=${key()}&x=1`, '200 curl?key=[masked key]&x=1'],
      ['behind its scheme', (key) => `Bearer ${key()}`, '200 Bearer [masked key]'],
      ['with an encoded underscore', (key) => key().replace('_', '%5F'), masked],
      ['with an underscore encoded in small letters', (key) => key().replace('_', '%5f'), masked],
      ['with an underscore encoded twice', (key) => key().replace('_', '%255F'), masked],
      ['encoded throughout', (key) => everyCharacter(key(), (code) => `%${code}`), masked],
      ['encoded throughout, twice', (key) => everyCharacter(key(), (code) => `%25${code}`), masked],
      [
        'every other character encoded',
        (key) =>
          [...key()].map((each, at) => (at % 2 ? each : everyCharacter(each, (code) => `%${code}`))).join(''),
        masked,
      ],
      ['with an escape of JSON', (key) => key().replace('_', '\\u005f'), '200 lk\\[masked key]'],
      ['with an entity of HTML', (key) => key().replace('_', '&#95;'), '200 lk&#95;[masked key]'],
      ['in hexadecimal', (key) => Buffer.from(key()).toString('hex'), masked],
      ['a soft hyphen within', (key) => key().replace(/^.{20}/, '$&\xad'), masked],
      ['a control character (C1) within', (key) => key().replace(/^.{20}/, '$&\x85'), masked],
      ['a tab within', (key) => key().replace(/^.{20}/, '$&\t'), masked],
      ['a hyphen for its underscore', (key) => key().replace('_', '-'), '200 lk-[masked key]'],
      ['without its prefix', (key) => key().slice(3), masked],
      ['behind 250 characters', (key) => `${'x '.repeat(125)}${key()}`, `200 ${'x '.repeat(125)}[maske`],
      [
        'across the 256th character',
        (key) => `${'x '.repeat(115)}${key()}`,
        `200 ${'x '.repeat(115)}[masked key]`,
      ],
    ],
    async (userAgent) => {
      const text = userAgent(strayKey);
      const lines: HeaderLines = [
        ['X-Api-Key', callerKey],
        ['Content-Type', 'application/json'],
        ['User-Agent', text],
      ];
      const body = JSON.stringify({ description: randomBytes(8).toString('hex') });
      const { status } = await call(origin, `PATCH /api/v1/api-keys/${target.id}`, lines, body);
      const { body: events } = await bench.admin.get(`/audit-events?targetId=${target.id}&limit=1`);
      return `${status} ${events[0].userAgent}`;
    },
  );
  attempts<string>(
    'of another prefix, in a User-Agent',
    ['sk', 'ghp', 'glpat', 'AKIA'].map((prefix): Attempt<string> => [prefix, prefix, masked]),
    async (prefix) => {
      const lines: HeaderLines = [
        ['X-Api-Key', callerKey],
        ['User-Agent', strayKey(prefix)],
        ['Content-Type', 'application/json'],
      ];
      const body = JSON.stringify({ description: randomBytes(8).toString('hex') });
      const { status } = await call(origin, `PATCH /api/v1/api-keys/${target.id}`, lines, body);
      const { body: events } = await bench.admin.get(`/audit-events?targetId=${target.id}&limit=1`);
      return `${status} ${events[0].userAgent}`;
    },
  );

  attempts<string>(
    'in another header of a call that is written down',
    [
      ['Referer', 'Referer', '200'],
      ['Origin', 'Origin', '200'],
      ['Cookie', 'Cookie', '200'],
      ['Accept', 'Accept', '200'],
      ['Accept-Language', 'Accept-Language', '200'],
      ['Via', 'Via', '200'],
      ['From', 'From', '200'],
      ['Forwarded', 'Forwarded', '200'],
      ['X-Forwarded-For', 'X-Forwarded-For', '200'],
      ['X-Forwarded-Host', 'X-Forwarded-Host', '200'],
      ['X-Request-Id', 'X-Request-Id', '200'],
      ['X-Amzn-RequestId', 'X-Amzn-RequestId', '200'],
      ['X-Amzn-Trace-Id', 'X-Amzn-Trace-Id', '200'],
      ['X-Correlation-Id', 'X-Correlation-Id', '200'],
      ['Traceparent', 'Traceparent', '200'],
      ['Proxy-Authorization', 'Proxy-Authorization', '200'],
      ['If-None-Match', 'If-None-Match', '200'],
      ['If-Match', 'If-Match', invalid],
    ],
    async (name) =>
      shown(
        await call(origin, 'GET /api/v1/me', [
          ['X-Api-Key', callerKey],
          [name, strayKey()],
        ]),
      ),
  );
  attempts<(key: string) => HeaderLines>(
    'in a header of a call that is refused',
    [
      ['a key that nobody has', (key) => [['Authorization', `Bearer ${key}`]], '401 API_KEY_INVALID'],
      ['a key with a character too many', (key) => [['X-Api-Key', `${key}0`]], '401 API_KEY_INVALID'],
      ['a key as a password', (key) => [['Authorization', `Basic ${key}`]], '401 API_KEY_INVALID'],
      [
        'a key in a token',
        (key) => [['Authorization', `Bearer ${key}.${key}.${key}`]],
        '401 API_KEY_INVALID',
      ],
      [
        'a key in a token, behind text',
        (key) => [['Authorization', `Bearer a${key}.b.c`]],
        '401 TOKEN_INVALID',
      ],
      [
        'two keys',
        (key) => [
          ['Authorization', `Bearer ${key}`],
          ['X-Api-Key', key],
        ],
        '401 UNAUTHENTICATED',
      ],
      ['as a header’s name', (key) => [[key, 'x']], '401 UNAUTHENTICATED'],
      ['as a host', (key) => [['Host', key]], '403 INSUFFICIENT_PERMISSIONS'],
    ],
    async (lines) => shown(await call(origin, 'GET /api/v1/me', lines(strayKey()))),
  );

  const inPath = async (line: string) =>
    shown(await call(origin, line.replaceAll('{key}', strayKey()), [['X-Api-Key', callerKey]]));
  attempts<string>(
    'in a path or a query',
    [
      ['as an id', 'GET /api/v1/api-keys/{key}', invalid],
      ['as a userId', 'GET /api/v1/users/{key}', invalid],
      ['as a role', 'GET /api/v1/roles/{key}', invalid],
      ['as a code', 'GET /api/v1/problems/{key}', invalid],
      ['behind an id', 'GET /api/v1/api-keys/x{key}x', invalid],
      ['as an unknown route', 'GET /api/v1/{key}', '404 NOT_FOUND'],
      // No stage is called so: it is a path of the console, which has one page for all of them.
      ['as a stage', 'GET /{key}/v1/me', '200'],
      ['as a method', '{key} /api/v1/me', invalid],
      ['as a search', 'GET /api/v1/users?search={key}', invalid],
      ['as a parameter that is not', 'GET /api/v1/users?api_key={key}', invalid],
      ['as a parameter’s name', 'GET /api/v1/users?{key}=1', invalid],
      ['as a cursor', 'GET /api/v1/users?cursor={key}', invalid],
      ['as a user in the URL', 'GET http://x:{key}@evil.example/api/v1/me', '200'],
      ['behind a number sign', 'GET /api/v1/me#{key}', '404 NOT_FOUND'],
    ],
    inPath,
  );
  attempts<(key: string) => string>(
    'encoded in a path',
    all(invalid, {
      'its underscore': (key) => key.replace('_', '%5F'),
      'all of it': (key) => everyCharacter(key, (code) => `%${code}`),
      'its underscore, twice': (key) => key.replace('_', '%255F'),
      'all of it, twice': (key) => everyCharacter(key, (code) => `%25${code}`),
    }),
    async (path) =>
      shown(await call(origin, `GET /api/v1/users/${path(strayKey())}`, [['X-Api-Key', callerKey]])),
  );

  attempts<(key: string) => readonly [method: string, path: string, body: object]>(
    'in a body',
    [
      ['a key’s name', (name) => ['POST', '/api-keys', { name }], invalid],
      ['a key’s description', (description) => ['POST', '/api-keys', { name: 'x', description }], invalid],
      ['a key’s metadata', (key) => ['POST', '/api-keys', { name: 'x', metadata: { key } }], invalid],
      [
        'the name of metadata',
        (key) => ['POST', '/api-keys', { name: 'x', metadata: { [key]: 'x' } }],
        invalid,
      ],
      [
        'a project',
        (key) => ['POST', '/api-keys', { name: 'x', accessRights: { projects: { [key]: {} } } }],
        invalid,
      ],
      ['a member that is not', (key) => ['POST', '/api-keys', { name: 'x', [key]: 1 }], invalid],
      ['a scope', (key) => ['POST', '/api-keys', { name: 'x', scopes: [key] }], invalid],
      ['a userId', (userId) => ['POST', '/users', { userId }], invalid],
      [
        'somebody’s name',
        (displayName) => ['POST', '/users', { userId: 'x@example.com', displayName }],
        invalid,
      ],
      ['a role’s description', (description) => ['POST', '/roles', { name: 'x', description }], invalid],
      ['percent-encoded', (key) => ['POST', '/api-keys', { name: key.replace('_', '%5f') }], invalid],
      [
        'the path that a service was sent',
        (path) => ['POST', '/verify', { key: 'x', request: { method: 'GET', path } }],
        invalid,
      ],
      [
        'the User-Agent that a service was sent',
        (userAgent) => ['POST', '/verify', { key: 'x', request: { method: 'GET', path: '/', userAgent } }],
        invalid,
      ],
      ['a key that a service was sent, and nobody has', (key) => ['POST', '/verify', { key }], '200'],
      ['two keys that a service was sent', (key) => ['POST', '/verify', { key: `${key}${key}` }], '200'],
      ['a note beside it', (key) => ['POST', '/verify', { key: 'x', note: key }], invalid],
    ],
    async (sent) => {
      const [method, path, body] = sent(strayKey());
      return shownAs(await bench.admin.call(method, path, { body }));
    },
  );
  attempts<(key: string) => string>(
    'in a body that cannot be read',
    all(invalid, {
      'a text alone': (key) => key,
      'half an object': (key) => `{"name":"${key}`,
      'a member twice': (key) => `{"${key}":1,"${key}":2}`,
      'half a surrogate behind it': (key) => `{"name":"${key}\\ud800"}`,
      'levels around it': (key) => `${'['.repeat(50)}"${key}"${']'.repeat(50)}`,
    }),
    async (rawBody) => shownAs(await bench.admin.call('POST', '/api-keys', { rawBody: rawBody(strayKey()) })),
  );

  attempts<(key: string) => Promise<string>>(
    'around the API',
    [
      [
        'as the code of a sign-in',
        async (code) => statusOf('/token', { grant_type: 'authorization_code', code }),
        '400',
      ],
      [
        'as a refresh token',
        async (key) => statusOf('/token', { grant_type: 'refresh_token', refresh_token: key }),
        '400',
      ],
      [
        'as a client',
        async (key) => statusOf('/token', { grant_type: 'refresh_token', client_id: key }),
        '401',
      ],
      ['as a token to be revoked', async (token) => statusOf('/revoke', { token }), '200'],
      ['in what is no HTTP', async (key) => answersTo(origin, `${key}\r\n\r\n`), invalid],
      [
        'in a header without a colon',
        async (key) => answersTo(origin, `GET / HTTP/1.1\r\n${key}\r\n\r\n`),
        invalid,
      ],
    ],
    async (send) => send(strayKey()),
  );

  async function statusOf(path: string, form: Record<string, string>): Promise<string> {
    const { issuer, clientId } = issuerOf(bench.server);
    const body = new URLSearchParams({ client_id: clientId, ...form });
    return String((await fetch(issuer + path, { method: 'POST', body })).status);
  }
}
