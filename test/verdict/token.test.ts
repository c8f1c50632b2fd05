import { createTokenVerifier } from '../../lambdas/verdict/token.ts';
import { clockAt } from '../support/memory-ports.ts';
import { Issuer } from './issuer.ts';

const hourMs = 3_600_000;
const discovery = '/.well-known/openid-configuration';
let issuer: Issuer;
const clock = clockAt(0);

beforeEach(async () => {
  issuer = await Issuer.start();
  clock.set(0);
});
afterEach(() => issuer.stop());

const verifierOf = (userClaim = 'email') =>
  createTokenVerifier({ issuer: issuer.url, audience: ['client'], userClaim }, clock.now);
const userOf = (claims: object, userClaim?: string) => verifierOf(userClaim).verify(issuer.token(claims));

describe('the user that a token names', () => {
  test('is told by the claim, an email in lower case', async () => {
    expect(await userOf({})).toBe('ada@example.com');
    expect(await userOf({ email: "Ada.O'Neill+x@Example.COM" })).toBe("ada.o'neill+x@example.com");
    expect(await userOf({ sub: 'auth0|Ada' }, 'sub')).toBe('auth0|Ada');
    expect(await userOf({ email: `${'a'.repeat(244)}@example.com` })).toHaveLength(256);
  });

  test.each([
    ['a letter that is a k only in lower case', 'ma\u212ae@example.com'],
    ['a letter that is an i and a dot in lower case', '\u0130da@example.com'],
    ['257 characters', `${'a'.repeat(245)}@example.com`],
    ['two thousand characters', `${'a'.repeat(2_000)}@example.com`],
    ['two characters', 'ab'],
    ['nothing', ''],
    ['quotes', '"ada"@example.com'],
    ['a space', 'ada @example.com'],
    ['a line break behind it', 'ada@example.com\n'],
    ['what separates items of a table', 'ada#KEY@example.com'],
    ['an invisible character', 'ada\u200b@example.com'],
    ['no text', ['ada@example.com']],
  ])('is nobody where the claim is or has %s', async (_, email) => {
    expect(await userOf({ email })).toBeNull();
  });
});

test.each<[string, unknown, string]>([
  ['crit', ['exp'], 'extensions that must be understood (RFC 7515)'],
  ['b64', true, 'an unencoded payload (RFC 7797)'],
  ['zip', 'DEF', 'a compressed payload (RFC 7516)'],
])('a token whose header says %s is refused: %s', async (name, value) => {
  expect(await verifierOf().verify(issuer.token({}, { [name]: value }))).toBeNull();
});

describe('the keys of the issuer', () => {
  test('and where they are, are asked for once, and again after an hour', async () => {
    const verifier = verifierOf();
    const token = issuer.token();
    for (const time of [0, 1, hourMs - 1]) {
      clock.set(time);
      expect(await verifier.verify(token)).toBe('ada@example.com');
    }
    expect(issuer.asked).toEqual([discovery, '/jwks']);
    issuer.jwksPath = '/elsewhere';
    clock.set(hourMs);
    await Promise.all([verifier.verify(token), verifier.verify(token)]);
    expect(issuer.asked.slice(2)).toEqual([discovery, '/elsewhere']);
  });

  test('count for an hour at most after they were withdrawn', async () => {
    const verifier = verifierOf();
    issuer.addKey('second');
    expect(await verifier.verify(issuer.token({}, { kid: 'second' }))).toBe('ada@example.com');
    const token = issuer.withdrawKey('second');
    clock.set(hourMs);
    expect(await verifier.verify(token)).toBeNull();
    expect(await verifier.verify(issuer.token())).toBe('ada@example.com');
  });

  test('count as soon as a token names a new one', async () => {
    const verifier = verifierOf();
    await verifier.verify(issuer.token());
    issuer.addKey('second');
    expect(await verifier.verify(issuer.token({}, { kid: 'second' }))).toBe('ada@example.com');
  });

  test('are asked for again by the next call, where the issuer did not answer', async () => {
    const verifier = verifierOf();
    const token = issuer.token();
    issuer.jwksPath = discovery;
    await expect(verifier.verify(token)).rejects.toThrow();
    issuer.jwksPath = '/jwks';
    clock.set(hourMs);
    expect(await verifier.verify(token)).toBe('ada@example.com');
  });
});
