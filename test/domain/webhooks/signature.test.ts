import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { type Message, signedHeaders } from '../../../lambdas/domain/webhooks/signature.ts';
import {
  keyOf,
  secretsFrom,
  signingSecret,
  signingSecretsOf,
  type SigningState,
} from '../../../lambdas/domain/webhooks/signing-secret.ts';

const master = Buffer.alloc(32, 7);
const masters = { current: master, former: master };
const endpoint: SigningState = {
  id: 'endpoint-1',
  secretVersion: 1,
  masterVersion: 'a',
  formerMasterVersion: null,
  formerSecretEndsAt: null,
};
const secretOf = (endpointId: string, version = 1) => signingSecret(master, { endpointId, version });
const headersOf = (message: Message, state = endpoint, now = message.attemptedAt, legacySignature = false) =>
  signedHeaders(message, secretsFrom(masters, state, now), { legacySignature });
/** Whether the reference library takes a message. It reads the clock itself. */
function isTaken(secret: string, body: string | Buffer, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
}
const aMessage = (body = '{"type":"api_key.created"}'): Message => ({
  id: 'event-1',
  attemptedAt: Date.now(),
  body,
});

test('the example of the reference library is signed as there', () => {
  const current = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const message = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    attemptedAt: 1_614_265_330_999,
    body: '{"test": 2432232314}',
  };
  expect(signedHeaders(message, { current, former: null }, { legacySignature: false })).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('the reference library takes whatever is signed, and nothing of which a byte was changed', () => {
  const body = fc.oneof(
    fc.json(),
    fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify({ text })),
  );
  fc.assert(
    fc.property(body, fc.uuid(), fc.integer({ min: 1, max: 9 }), fc.nat(), (body, id, version, place) => {
      const state = { ...endpoint, id, secretVersion: version };
      const headers = headersOf({ ...aMessage(body), id }, state);
      expect(isTaken(secretOf(id, version), body, headers)).toBe(true);
      const bytes = Buffer.from(body);
      bytes[place % bytes.length]! ^= 1;
      expect(isTaken(secretOf(id, version), bytes, headers)).toBe(false);
    }),
  );
});

test.each<[string, (headers: Record<string, string>) => Record<string, string>]>([
  ['of another id', (headers) => ({ ...headers, 'webhook-id': 'event-2' })],
  [
    'of another time',
    (headers) => ({ ...headers, 'webhook-timestamp': String(Math.floor(Date.now() / 1_000) - 9) }),
  ],
  ['signed for another endpoint', () => headersOf(aMessage(), { ...endpoint, id: 'endpoint-2' })],
  ['signed with another version', () => headersOf(aMessage(), { ...endpoint, secretVersion: 2 })],
  ['that is old', () => headersOf({ ...aMessage(), attemptedAt: Date.now() - 400_000 })],
  ['of the future', () => headersOf({ ...aMessage(), attemptedAt: Date.now() + 400_000 })],
])('the reference library refuses a message %s', (_, forge) => {
  const message = aMessage();
  expect(isTaken(secretOf('endpoint-1'), message.body, headersOf(message))).toBe(true);
  expect(isTaken(secretOf('endpoint-1'), message.body, forge(headersOf(message)))).toBe(false);
});

test('until the grace period of a rotation ends both secrets verify, then the new one alone', () => {
  const message = aMessage();
  const endsAt = message.attemptedAt + 1;
  const rotated = { ...endpoint, secretVersion: 3, formerSecretEndsAt: endsAt };
  const takenWith = (headers: Record<string, string>) =>
    [1, 2, 3].filter((version) => isTaken(secretOf('endpoint-1', version), message.body, headers));
  const during = headersOf(message, rotated);
  expect(takenWith(during)).toEqual([2, 3]);
  const only = { ...during, 'webhook-signature': during['webhook-signature']!.split(' ')[0]! };
  expect(takenWith(only)).toEqual([3]);
  expect(takenWith(headersOf(message, rotated, endsAt))).toEqual([3]);
  expect(takenWith(headersOf(message, { ...rotated, formerSecretEndsAt: null }))).toEqual([3]);
});

describe('the legacy signature', () => {
  const message = aMessage('{"type":"api_key.renamed","data":{"name":"Ätna 🗝"}}');
  const expected = (secret: string) =>
    createHmac('sha256', secret).update(message.body, 'utf8').digest('hex');
  const legacyOf = (state: SigningState, now: number) =>
    headersOf(message, state, now, true)['X-Webhook-Signature'];

  test('is the hexadecimal HMAC of the body, keyed with the text of the secret', () => {
    expect(legacyOf(endpoint, message.attemptedAt)).toBe(expected(secretOf('endpoint-1')));
    expect(legacyOf(endpoint, message.attemptedAt)).toMatch(/^[0-9a-f]{64}$/);
    expect(headersOf(message)).not.toHaveProperty('X-Webhook-Signature');
  });

  test('is made with the former secret until the grace period ends', () => {
    const rotated = { ...endpoint, secretVersion: 2, formerSecretEndsAt: message.attemptedAt + 1 };
    expect(legacyOf(rotated, message.attemptedAt)).toBe(expected(secretOf('endpoint-1', 1)));
    expect(legacyOf(rotated, message.attemptedAt + 1)).toBe(expected(secretOf('endpoint-1', 2)));
  });
});

describe('a secret', () => {
  test('is whsec_ and 32 bytes that depend on master, endpoint and version alone', () => {
    const other = Buffer.alloc(32, 8);
    const secrets = [
      secretOf('a'),
      secretOf('a', 2),
      secretOf('b'),
      signingSecret(other, { endpointId: 'a', version: 1 }),
    ];
    expect(new Set(secrets).size).toBe(4);
    for (const secret of secrets) {
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
      expect(keyOf(secret)).toHaveLength(32);
    }
    expect(secretOf('a')).toBe(secretOf('a'));
    // What is derived may never change: receivers have it.
    expect(secretOf('endpoint-1')).toBe('whsec_1bAWK4ZiOQCq/KnPGIPu9O1+jEGwxgS/fNFk1wDVXRw=');
  });

  test.each([
    [Buffer.alloc(31), 1],
    [Buffer.alloc(0), 1],
    [master, 0],
    [master, 1.5],
    [master, Number.NaN],
  ])('is not made of a short master or without a version', (bytes, version) => {
    expect(() => signingSecret(bytes, { endpointId: 'a', version })).toThrow(RangeError);
  });
});

test('an id with a dot is not signed', () => {
  expect(() => headersOf({ ...aMessage(), id: 'event.1' })).toThrow(RangeError);
});

describe('each secret is derived from the master that it was made with', () => {
  const kept = new Map([
    ['a', Buffer.alloc(32, 1)],
    ['b', Buffer.alloc(32, 2)],
  ]);
  const ofVersion = async (version: string) => kept.get(version)!;
  const rotated = {
    ...endpoint,
    secretVersion: 2,
    masterVersion: 'b',
    formerMasterVersion: 'a',
    formerSecretEndsAt: 1_000,
  };

  test('also where the master was replaced during a rotation', async () => {
    expect(await signingSecretsOf(rotated, { ofVersion }, 999)).toEqual({
      current: signingSecret(kept.get('b')!, { endpointId: 'endpoint-1', version: 2 }),
      former: signingSecret(kept.get('a')!, { endpointId: 'endpoint-1', version: 1 }),
    });
  });

  test('and the former master is not read when its secret has ended', async () => {
    const asked: string[] = [];
    const { former } = await signingSecretsOf(
      rotated,
      { ofVersion: (version) => (asked.push(version), ofVersion(version)) },
      1_000,
    );
    expect(former).toBeNull();
    expect(asked).toEqual(['b']);
  });

  test('what signs nothing has none', async () => {
    const unsigned = { ...endpoint, secretVersion: 0, masterVersion: null };
    await expect(signingSecretsOf(unsigned, { ofVersion }, 0)).rejects.toThrow(RangeError);
  });
});
