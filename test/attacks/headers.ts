import type { Plaintext } from '../../lambdas/contract/brands.ts';
import { hashSecret } from '../../lambdas/domain/keys/secret.ts';
import { all, attempts } from './attempts.ts';
import { call, type HeaderLines, shown } from './wire.ts';
import { bench } from './bench.ts';
import { conditionalHeaders } from './conditional-headers.ts';
import { hosts } from './hosts.ts';

export function headers(): void {
  let origin: string;
  /** An unlimited key of the administrator. */
  let key: string;
  /** A key that works from one address only, which is not the caller's. */
  let boundKey: string;
  /** A key of type end-user, which may not list users. */
  let endUserKey: string;

  beforeAll(async () => {
    ({ origin } = new URL(bench.admin.baseUrl));
    ({ key } = await bench.mint(bench.admin, { type: 'admin' }));
    ({ key: boundKey } = await bench.mint(bench.admin, { type: 'admin', allowedIps: ['203.0.113.7'] }));
    ({ key: endUserKey } = await bench.mint(bench.admin, { type: 'end-user' }));
  }, 60_000);

  type Lines = () => HeaderLines;
  const me = 'GET /api/v1/me';
  const unauthenticated = '401 UNAUTHENTICATED';
  const invalidKey = '401 API_KEY_INVALID';
  const invalidToken = '401 TOKEN_INVALID';

  const asked = async (line: string, lines: Lines) => shown(await call(origin, line, lines()));
  const authorization =
    (value: () => string): Lines =>
    () => [['Authorization', value()]];

  attempts<Lines>(
    'a credential in another form than the three that are taken',
    [
      ['no header at all', () => [], unauthenticated],
      ['an empty Authorization', authorization(() => ''), invalidKey],
      ['a scheme alone', authorization(() => 'Bearer'), invalidKey],
      ['a key without a scheme', authorization(() => key), invalidKey],
      ['Basic', authorization(() => `Basic ${Buffer.from(`${key}:`).toString('base64')}`), invalidKey],
      [
        'Basic, as a password',
        authorization(() => `Basic ${Buffer.from(`admin:${key}`).toString('base64')}`),
        invalidKey,
      ],
      ['Digest', authorization(() => `Digest username="admin", response="${key}"`), invalidKey],
      ['Negotiate', authorization(() => `Negotiate ${key}`), invalidKey],
      ['Token', authorization(() => `Token ${key}`), invalidKey],
      ['ApiKey', authorization(() => `ApiKey ${key}`), invalidKey],
      ['DPoP', authorization(() => `DPoP ${key}`), invalidKey],
      [
        'an AWS signature',
        authorization(
          () =>
            'AWS4-HMAC-SHA256 Credential=AKIA/20270101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=00',
        ),
        invalidKey,
      ],
      ['a tab after the scheme', authorization(() => `Bearer\t${key}`), invalidKey],
      ['a colon after the scheme', authorization(() => `Bearer: ${key}`), invalidKey],
      ['an equals sign after the scheme', authorization(() => `Bearer=${key}`), invalidKey],
      ['in quotes', authorization(() => `Bearer "${key}"`), invalidKey],
      ['in brackets', authorization(() => `Bearer <${key}>`), invalidKey],
      ['with a scheme twice', authorization(() => `Bearer Bearer ${key}`), invalidKey],
      ['two schemes', authorization(() => `Bearer ApiToken ${key}`), invalidKey],
      ['with text behind', authorization(() => `Bearer ${key} x`), invalidKey],
      ['with a parameter', authorization(() => `Bearer ${key}, realm="latchkey"`), invalidKey],
      ['two joined by a comma', authorization(() => `Bearer ${key}, Bearer ${key}`), invalidKey],
      ['two joined by a comma without a space', authorization(() => `Bearer ${key},${key}`), invalidKey],
      ['two without anything between', authorization(() => `Bearer ${key}${key}`), invalidKey],
      ['in base64', authorization(() => `Bearer ${Buffer.from(key).toString('base64')}`), invalidKey],
      ['percent-encoded', authorization(() => `Bearer ${key.replace('_', '%5F')}`), invalidKey],
      ['with an escape of JSON', authorization(() => `Bearer ${key.replace('_', '\\u005f')}`), invalidKey],
      ['with a no-break space in front', authorization(() => `Bearer \u00a0${key}`), invalidKey],
      ['with a zero-width space behind', authorization(() => `Bearer ${key}\u00e2\u0080\u008b`), invalidKey],
      ['in capitals', authorization(() => `Bearer ${key.toUpperCase()}`), invalidKey],
      ['reversed', authorization(() => `Bearer ${[...key].toReversed().join('')}`), invalidKey],
      ['one character short', authorization(() => `Bearer ${key.slice(0, -1)}`), invalidKey],
      ['one character long', authorization(() => `Bearer ${key}0`), invalidKey],
      ['its shown prefix alone', authorization(() => `Bearer ${key.slice(0, 10)}`), invalidKey],
      ['another prefix', authorization(() => `Bearer sk${key.slice(2)}`), invalidKey],
      ['no prefix', authorization(() => `Bearer ${key.slice(3)}`), invalidKey],
      [
        'its last character altered',
        authorization(() => `Bearer ${altered(key, key.length - 1)}`),
        invalidKey,
      ],
      ['its first character altered', authorization(() => `Bearer ${altered(key, 3)}`), invalidKey],
      ['a wildcard', authorization(() => 'Bearer *'), invalidKey],
      ['a wildcard behind the prefix', authorization(() => `Bearer lk_${'*'.repeat(49)}`), invalidKey],
      ['its hash', authorization(() => `Bearer ${hashSecret(key as Plaintext)}`), invalidKey],
      ['null', authorization(() => 'Bearer null'), invalidKey],
      ['undefined', authorization(() => 'Bearer undefined'), invalidKey],
      ['true', authorization(() => 'Bearer true'), invalidKey],
      ['an object', authorization(() => 'Bearer {"$ne":null}'), invalidKey],
      ['SQL', authorization(() => "Bearer '/**/OR/**/1=1--"), invalidKey],
      ['eight thousand characters', authorization(() => `Bearer lk_${'0'.repeat(8_000)}`), invalidKey],
      [
        'two dots in a key',
        authorization(() => `Bearer lk_${'0'.repeat(20)}.${'0'.repeat(20)}.0`),
        invalidKey,
      ],
      ['nothing but dots', authorization(() => 'Bearer ..'), invalidToken],
      ['a scheme before X-Api-Key’s value', () => [['X-Api-Key', `Bearer ${key}`]], invalidKey],
      ['an empty X-Api-Key', () => [['X-Api-Key', '']], invalidKey],
      ['a list in X-Api-Key', () => [['X-Api-Key', `${key}, ${key}`]], invalidKey],
    ],
    (lines) => asked(me, lines),
  );

  attempts<Lines>(
    'a key where no key is looked for',
    all(unauthenticated, {
      'in a cookie': () => [['Cookie', `Authorization=${key}; apiKey=${key}; token=${key}`]],
      'Proxy-Authorization': () => [['Proxy-Authorization', `Bearer ${key}`]],
      'X-Authorization': () => [['X-Authorization', `Bearer ${key}`]],
      'X-Original-Authorization': () => [['X-Original-Authorization', `Bearer ${key}`]],
      'X-Forwarded-Authorization': () => [['X-Forwarded-Authorization', `Bearer ${key}`]],
      'Api-Key': () => [['Api-Key', key]],
      ApiKey: () => [['ApiKey', key]],
      X_Api_Key: () => [['X_Api_Key', key]],
      'X-Api-Token': () => [['X-Api-Token', key]],
      'X-Auth-Token': () => [['X-Auth-Token', key]],
      'X-Access-Token': () => [['X-Access-Token', key]],
      'X-Amz-Security-Token': () => [['X-Amz-Security-Token', key]],
      'Sec-WebSocket-Protocol': () => [['Sec-WebSocket-Protocol', `bearer, ${key}`]],
      From: () => [['From', key]],
    }),
    (lines) => asked(me, lines),
  );

  attempts<Lines>(
    'more than one credential',
    all(unauthenticated, {
      'in both headers': () => [
        ['Authorization', `Bearer ${key}`],
        ['X-Api-Key', key],
      ],
      'in both, the other way round': () => [
        ['X-Api-Key', key],
        ['Authorization', `ApiToken ${key}`],
      ],
      'Authorization twice': () => [
        ['Authorization', `Bearer ${key}`],
        ['Authorization', `Bearer ${key}`],
      ],
      'Authorization twice, in two cases': () => [
        ['authorization', `Bearer ${key}`],
        ['AUTHORIZATION', `Bearer ${key}`],
      ],
      'X-Api-Key twice': () => [
        ['X-Api-Key', key],
        ['x-api-key', key],
      ],
      'a bad one before a good one': () => [
        ['Authorization', 'Bearer x'],
        ['Authorization', `Bearer ${key}`],
      ],
      'a good one before a bad one': () => [
        ['Authorization', `Bearer ${key}`],
        ['Authorization', 'Bearer x'],
      ],
      'an empty one beside a good one': () => [
        ['Authorization', ''],
        ['X-Api-Key', key],
      ],
      'one that may do less, then one that may do more': () => [
        ['X-Api-Key', endUserKey],
        ['Authorization', `Bearer ${key}`],
      ],
      'a token beside a key': () => [
        ['Authorization', `Bearer ${bench.admin.credential}`],
        ['X-Api-Key', key],
      ],
      three: () => [
        ['X-Api-Key', key],
        ['Authorization', `Bearer ${key}`],
        ['X-Api-Key', key],
      ],
    }),
    (lines) => asked(me, lines),
  );

  const elsewhere: readonly HeaderLines[] = [
    ...[
      'X-Forwarded-For',
      'X-Real-IP',
      'X-Client-IP',
      'Client-IP',
      'True-Client-IP',
      'CF-Connecting-IP',
      'CloudFront-Viewer-Address',
      'Fastly-Client-IP',
      'X-Cluster-Client-IP',
      'X-Originating-IP',
      'X-Remote-IP',
      'X-Remote-Addr',
      'X-ProxyUser-IP',
      'X-Original-Forwarded-For',
      'X-Forwarded',
      'Forwarded-For',
      'X-Amzn-Source-Ip',
      'X-Envoy-External-Address',
      'sourceIp',
    ].map((name) => [[name, '203.0.113.7']] as const),
    [['Forwarded', 'for=203.0.113.7']],
    [['Forwarded', 'for="203.0.113.7:443";proto=https']],
    [['X-Forwarded-For', '203.0.113.7, 203.0.113.7']],
    [
      ['X-Forwarded-For', '203.0.113.7'],
      ['X-Forwarded-For', '203.0.113.7'],
    ],
    [
      ['Connection', 'X-Forwarded-For'],
      ['X-Forwarded-For', '203.0.113.7'],
    ],
  ];
  attempts<HeaderLines>(
    'a key from another address than it is bound to',
    elsewhere.map((lines) => [
      lines.map(([name, value]) => `${name}: ${value}`).join(' + '),
      lines,
      '403 IP_NOT_ALLOWED',
    ]),
    (lines) => asked(me, () => [['X-Api-Key', boundKey], ...lines]),
  );

  const identities: HeaderLines = [
    ['X-User-Id', 'admin@example.com'],
    ['X-Remote-User', 'admin@example.com'],
    ['X-Forwarded-User', 'admin@example.com'],
    ['X-Forwarded-Email', 'admin@example.com'],
    ['X-Auth-Request-Email', 'admin@example.com'],
    ['X-Amzn-Oidc-Identity', 'admin@example.com'],
    ['X-Amzn-Oidc-Data', 'e30.e30.e30'],
    ['X-Amzn-Authorizer-Context', '{"userId":"admin@example.com","code":"VALID"}'],
    ['X-Apigateway-Event', '{"requestContext":{"authorizer":{"userId":"admin@example.com","code":"VALID"}}}'],
    ['X-Apigateway-Context', '{"authorizer":{"code":"VALID","scopes":"*"}}'],
    ['X-Authenticated-Scope', '*'],
    ['X-Latchkey-User', 'admin@example.com'],
    ['X-Roles', 'admin'],
    ['X-Internal', 'true'],
    ['X-Debug', '1'],
    ['X-Custom-IP-Authorization', '127.0.0.1'],
    ['SSL-Client-Verify', 'SUCCESS'],
  ];
  attempts<HeaderLines>(
    'who the caller says to be, without a credential',
    identities.map((line) => [line.join(': '), [line], unauthenticated]),
    (lines) => asked('GET /api/v1/users', () => lines),
  );
  attempts<HeaderLines>(
    'who the caller says to be, with a key of little',
    identities.slice(0, 10).map((line) => [line.join(': '), [line], '403 END_USER_KEY']),
    (lines) => asked('GET /api/v1/users', () => [['X-Api-Key', endUserKey], ...lines]),
  );

  attempts<HeaderLines>(
    'another route or method, named in a header',
    all(unauthenticated, {
      'X-Original-URL': [['X-Original-URL', '/api/v1/health']],
      'X-Rewrite-URL': [['X-Rewrite-URL', '/api/v1/health']],
      'X-Forwarded-Path': [['X-Forwarded-Path', '/api/v1/health']],
      'X-Forwarded-Prefix': [['X-Forwarded-Prefix', '/api/v1/health']],
      'X-Accel-Redirect': [['X-Accel-Redirect', '/api/v1/health']],
      'X-HTTP-Method-Override': [['X-HTTP-Method-Override', 'OPTIONS']],
      'X-HTTP-Method': [['X-HTTP-Method', 'OPTIONS']],
      'X-Method-Override': [['X-Method-Override', 'OPTIONS']],
      'an Origin, as in a preflight': [
        ['Origin', 'https://console.example.com'],
        ['Access-Control-Request-Method', 'GET'],
      ],
    }),
    (lines) => asked('GET /api/v1/users', () => lines),
  );

  hosts();
  conditionalHeaders();

  /** The text with one character replaced by another of its alphabet. */
  function altered(text: string, at: number): string {
    return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
  }
}
