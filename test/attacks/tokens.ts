import { issuerOf, signIn } from '../e2e/sign-in.ts';
import { TokenForge } from '../e2e/tokens.ts';
import { all, attempts, shownAs } from './attempts.ts';
import { bench } from './bench.ts';
import { tokenEndpoint } from './token-endpoint.ts';
import { tokenSignatures } from './token-signatures.ts';

export function tokens(): void {
  let forge: TokenForge;
  let issuer: ReturnType<typeof issuerOf>;

  beforeAll(async () => {
    forge = new TokenForge(bench.server, bench.server.bootstrap.adminUserId);
    issuer = issuerOf(bench.server);
    // What is wrong with the others is wrong with them alone.
    expect(shownAs(await bench.admin.as(forge.crafted({})).get('/users'))).toBe('200');
  }, 60_000);

  const invalid = '401 TOKEN_INVALID';
  const me = async (token: string) => shownAs(await bench.admin.as(token).get('/me'));
  const encoded = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const now = () => Math.floor(Date.now() / 1_000);
  const partsOf = (token: string) => token.split('.') as [string, string, string];

  attempts<object>(
    'a header with another algorithm, its signature by the issuer’s key',
    [
      'none',
      'None',
      'NONE',
      'HS256',
      'HS512',
      'RS384',
      'RS512',
      'PS256',
      'ES256',
      'EdDSA',
      'rs256',
      '',
      null,
      256,
      ['RS256'],
    ].map((alg) => [JSON.stringify(alg), { alg }, invalid]),
    (header) => me(forge.crafted({}, header)),
  );
  attempts<object>(
    'a header with another key',
    all(invalid, {
      'no kid': { kid: undefined },
      'an unknown kid': { kid: 'unknown' },
      'a path as kid': { kid: '../../../../dev/null' },
      'SQL as kid': { kid: "x' UNION SELECT 'key" },
      'a command as kid': { kid: '$(id)' },
      'a number as kid': { kid: 1 },
      'a list of kids': { kid: ['a', 'b'] },
      '__proto__ as kid': { kid: '__proto__' },
      'four thousand characters of kid': { kid: 'k'.repeat(4_000) },
    }),
    (header) => me(forge.crafted({}, header)),
  );
  attempts<object>(
    'a header that asks for what is not done here',
    all(invalid, {
      'crit with an unknown member': { crit: ['exp'] },
      'crit with b64': { crit: ['b64'], b64: true },
      'an empty crit': { crit: [] },
      'b64: false': { b64: false },
      'b64: true': { b64: true },
      zip: { zip: 'DEF' },
      'an identity token’s typ': { typ: 'id+jwt' },
      'a logout token’s typ': { typ: 'logout+jwt' },
      'a DPoP proof’s typ': { typ: 'dpop+jwt' },
      'a security event’s typ': { typ: 'secevent+jwt' },
      'typ as a list': { typ: ['JWT'] },
    }),
    (header) => me(forge.crafted({}, header)),
  );

  /** The claims of a good token under another header, signed by somebody else. */
  const inParts = (make: (header: string, payload: string, signature: string) => string) => () =>
    make(...partsOf(forge.crafted({})));
  attempts<() => string>(
    'another structure',
    [
      ['no signature', inParts((header, payload) => `${header}.${payload}.`), invalid],
      [
        'half a signature',
        inParts((header, payload, signature) => `${header}.${payload}.${signature.slice(0, 100)}`),
        invalid,
      ],
      [
        'zeros as signature',
        inParts((header, payload) => `${header}.${payload}.${'A'.repeat(342)}`),
        invalid,
      ],
      [
        'a signature with more behind',
        inParts((header, payload, signature) => `${header}.${payload}.${signature}AAAA`),
        invalid,
      ],
      [
        'another token’s signature',
        inParts((header, payload) => `${header}.${payload}.${partsOf(forge.crafted({ jti: 'x' }))[2]}`),
        invalid,
      ],
      [
        'another token’s header',
        inParts(
          (_, payload, signature) =>
            `${encoded({ alg: 'RS256', kid: issuer.signingKey['kid'], typ: 'JWT' })}.${payload}.${signature}`,
        ),
        invalid,
      ],
      [
        'its claims changed',
        inParts(
          (header, payload, signature) =>
            `${header}.${encoded({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), email: 'other@example.com' })}.${signature}`,
        ),
        invalid,
      ],
      [
        'its claims changed, alg none',
        inParts((_, payload) => `${encoded({ alg: 'none' })}.${payload}.`),
        invalid,
      ],
      ['no claims', inParts((header, _, signature) => `${header}..${signature}`), invalid],
      ['no header', inParts((_, payload, signature) => `.${payload}.${signature}`), invalid],
      ['two parts', inParts((header, payload) => `${header}.${payload}`), '401 API_KEY_INVALID'],
      [
        'four parts',
        inParts((header, payload, signature) => `${header}.${payload}.${signature}.x`),
        '401 API_KEY_INVALID',
      ],
      [
        'five parts, as if encrypted',
        inParts((header, payload, signature) => `${header}.${payload}.${signature}.x.y`),
        '401 API_KEY_INVALID',
      ],
      [
        'the alphabet of base64',
        inParts((header, payload, signature) => `${header}.${payload}.${signature.slice(0, -2)}+/`),
        invalid,
      ],
      ['a header that is no JSON', () => forge.signedText('alg=RS256', '{}'), invalid],
      [
        'claims that are no JSON',
        () => forge.signedText(JSON.stringify({ alg: 'RS256', kid: issuer.signingKey['kid'] }), 'admin'),
        invalid,
      ],
      [
        'claims as a list',
        () => forge.signedText(JSON.stringify({ alg: 'RS256', kid: issuer.signingKey['kid'] }), '[]'),
        invalid,
      ],
      [
        'claims as null',
        () => forge.signedText(JSON.stringify({ alg: 'RS256', kid: issuer.signingKey['kid'] }), 'null'),
        invalid,
      ],
      ['a header as a list', () => forge.signedText('[]', '{}'), invalid],
    ],
    (token) => me(token()),
  );

  attempts<() => object>(
    'a time at which it is not valid',
    all(invalid, {
      'expired a second ago': () => ({ exp: now() - 1 }),
      'expired in 1970': () => ({ exp: 0 }),
      'a negative expiry': () => ({ exp: -1 }),
      'no expiry': () => ({ exp: undefined }),
      'null as expiry': () => ({ exp: null }),
      'text as expiry': () => ({ exp: String(now() + 3_600) }),
      'a list as expiry': () => ({ exp: [now() + 3_600] }),
      'an object as expiry': () => ({ exp: { valueOf: 9e12 } }),
      'true as expiry': () => ({ exp: true }),
      'not before in an hour': () => ({ nbf: now() + 3_600 }),
      'text as not before': () => ({ nbf: String(now() + 3_600) }),
    }),
    (claims) => me(forge.crafted(claims())),
  );
  attempts<() => object>(
    'for somebody else, or for another use',
    all(invalid, {
      'no issuer': () => ({ iss: undefined }),
      'another issuer': () => ({ iss: 'https://evil.example' }),
      'an issuer with a slash more': () => ({ iss: `${issuer.issuer}/` }),
      'an issuer in capitals': () => ({ iss: issuer.issuer.toUpperCase() }),
      'an issuer that begins like it': () => ({ iss: `${issuer.issuer}.evil.example` }),
      'a list of issuers': () => ({ iss: [issuer.issuer] }),
      'another client': () => ({ client_id: 'another' }),
      'no client': () => ({ client_id: undefined }),
      'a list of clients': () => ({ client_id: [issuer.clientId] }),
      'a client in capitals': () => ({ client_id: issuer.clientId.toUpperCase() }),
      'a client with a space': () => ({ client_id: `${issuer.clientId} ` }),
      'another audience beside the client': () => ({ aud: 'https://evil.example' }),
      'an empty audience': () => ({ aud: '' }),
      'no audience in the list': () => ({ aud: [] }),
      'an object as audience': () => ({ aud: { [issuer.clientId]: true } }),
      'the use of an identity token': () => ({ token_use: 'id' }),
      'the use of a refresh token': () => ({ token_use: 'refresh' }),
      'null as use': () => ({ token_use: null }),
      'a list of uses': () => ({ token_use: ['access', 'id'] }),
      'typ ID, as Keycloak marks them': () => ({ typ: 'ID' }),
      'a nonce': () => ({ nonce: 'x' }),
      at_hash: () => ({ at_hash: 'x' }),
      c_hash: () => ({ c_hash: 'x' }),
    }),
    (claims) => me(forge.crafted(claims())),
  );
  attempts<object>(
    'a user who is not one',
    [
      ['none', { email: undefined }, invalid],
      ['null', { email: null }, invalid],
      ['nothing', { email: '' }, invalid],
      ['a space', { email: ' ' }, invalid],
      ['true', { email: true }, invalid],
      ['a number', { email: 1 }, invalid],
      ['a list', { email: ['admin@example.com'] }, invalid],
      ['an object', { email: { $ne: null } }, invalid],
      ['a space behind', { email: 'admin@example.com ' }, invalid],
      ['a line break behind', { email: 'admin@example.com\n' }, invalid],
      ['NUL behind', { email: 'admin@example.com\0' }, invalid],
      ['a second address', { email: 'other@example.com,admin@example.com' }, invalid],
      ['a name around it', { email: 'Admin <admin@example.com>' }, invalid],
      ['quotes', { email: '"admin"@example.com' }, invalid],
      ['a backslash', { email: 'admin\\@example.com' }, invalid],
      ['a dotless i', { email: 'adm\u0131n@example.com' }, invalid],
      ['a Kelvin sign, which is a k in lower case', { email: '\u212aate@example.com' }, invalid],
      ['full-width letters', { email: '\uff41dmin@example.com' }, invalid],
      ['a Cyrillic a', { email: '\u0430dmin@example.com' }, invalid],
      ['an accent of its own', { email: 'a\u0301dmin@example.com' }, invalid],
      ['a zero-width space', { email: 'adm\u200bin@example.com' }, invalid],
      ['text from right to left', { email: '\u202eadmin@example.com' }, invalid],
      ['another key of the table', { email: 'U#admin@example.com' }, invalid],
      ['a wildcard', { email: '*' }, invalid],
      ['SQL', { email: "' OR '1'='1" }, invalid],
      ['257 characters', { email: `${'a'.repeat(245)}@example.com` }, invalid],
      ['two thousand characters', { email: `${'a'.repeat(2_000)}@example.com` }, invalid],
      ['not verified', { email_verified: false }, invalid],
      ['not verified, as text', { email_verified: 'false' }, invalid],
      ['nobody says whether verified', { email_verified: undefined }, invalid],
      ['1 as verified', { email_verified: 1 }, invalid],
      ['yes as verified', { email_verified: 'yes' }, invalid],
      ['a list as verified', { email_verified: [true] }, invalid],
      [
        'another claim in its place',
        {
          email: undefined,
          sub: 'admin@example.com',
          username: 'admin@example.com',
          preferred_username: 'admin@example.com',
        },
        invalid,
      ],
      ['whom nobody has added', { email: 'stranger@example.com' }, '403 USER_UNKNOWN'],
    ],
    (claims) => me(forge.crafted(claims)),
  );
  attempts<object>(
    'a claim that grants what only Latchkey grants',
    all('403 USER_UNKNOWN', {
      scope: { scope: '* users:manage permissions:escalate' },
      roles: { roles: ['admin'] },
      'groups of Cognito': { 'cognito:groups': ['admin'] },
      'realm access of Keycloak': { realm_access: { roles: ['admin'] } },
      'permissions of Auth0': { permissions: ['*'] },
      'an actor': { act: { sub: 'admin@example.com' } },
      userId: { userId: 'admin@example.com' },
      code: { code: 'VALID', apiKeyId: 'x' },
    }),
    (claims) => me(forge.crafted({ email: 'nobody@example.com', ...claims })),
  );

  test('no other token of the issuer opens the API', async () => {
    const tokens = await signIn(issuer, 'admin@example.com');
    expect(await me(tokens['id_token'] ?? '')).toBe(invalid);
    expect(await me(tokens['refresh_token'] ?? '')).toBe('401 API_KEY_INVALID');
  });

  tokenSignatures();
  tokenEndpoint();
}
