import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import {
  verifyWebhook,
  type WebhookHeaders,
  WebhookVerificationError,
} from '../../clients/typescript/src/index.ts';
import { signedHeaders } from '../../lambdas/domain/webhooks/signature.ts';
import { secretsFrom } from '../../lambdas/domain/webhooks/signing-secret.ts';
import { noon } from '../support/memory-ports.ts';

const master = Buffer.alloc(32, 7);
const secretsOf = (formerSecretEndsAt: number | null) =>
  secretsFrom(
    { current: master, former: master },
    { id: 'endpoint-1', secretVersion: 2, formerSecretEndsAt },
    noon,
  );
const { current, former } = secretsOf(noon + 1);
const event = { type: 'api_key.renamed', timestamp: '2027-06-15T12:00:00.000Z', data: { name: 'Ätna 🗝' } };
const body = JSON.stringify(event);
const headers = signedHeaders({ id: 'event-1', attemptedAt: noon, body }, secretsOf(null), {
  legacySignature: true,
});
const options = { now: () => noon };
const verify = (
  given: WebhookHeaders = headers,
  text: string | Uint8Array = body,
  secret = current,
  now = noon,
) => verifyWebhook(given, text, secret, { now: () => now });
const reasonOf = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => new Error('taken'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(WebhookVerificationError);
  expect(String(error)).not.toContain(current.slice(6, 20));
  return (error as WebhookVerificationError).reason;
};

test('the event of what Latchkey sends is returned, whatever headers and body are made of', async () => {
  const expected = { id: 'event-1', ...event };
  expect(await verify()).toEqual(expected);
  expect(await verify(new Headers(headers))).toEqual(expected);
  expect(await verify(headers, Buffer.from(body))).toEqual(expected);
  const bytes = new TextEncoder().encode(body);
  expect(await verifyWebhook(headers, bytes.buffer, current, options)).toEqual(expected);
  const ofLambda = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]),
  );
  expect(await verify({ ...ofLambda, Host: undefined })).toEqual(expected);
});

test('the example of the reference library has the signature that it has there', async () => {
  const example = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const at = 1_614_265_330_000;
  // It is signed, and has no type: its signature was right.
  expect(await reasonOf(verify(example, '{"test": 2432232314}', secret, at))).toBe('body');
  expect(await reasonOf(verify(example, '{"test": 2432232315}', secret, at))).toBe('signature');
});

test('during a rotation either secret does, in any order and among others', async () => {
  const both = signedHeaders({ id: 'event-1', attemptedAt: noon, body }, secretsOf(noon + 1), {
    legacySignature: false,
  });
  expect(await verify(both, body, current)).toMatchObject({ id: 'event-1' });
  expect(await verify(both, body, former!)).toMatchObject({ id: 'event-1' });
  expect(await reasonOf(verify(headers, body, former!))).toBe('signature');
  const [one, two] = both['webhook-signature']!.split(' ');
  const many = ['v1a,AAAA', 'v2,AAAA', `v1,${'A'.repeat(43)}=`, two, '', one].join(' ');
  expect(await verify({ ...both, 'webhook-signature': many }, body, current)).toMatchObject({
    id: 'event-1',
  });
});

test('it may be five minutes old or ahead, and no more', async () => {
  const second = Math.floor(noon / 1_000) * 1_000;
  for (const now of [second + 300_999, second - 300_000])
    expect(await verify(headers, body, current, now)).toMatchObject({ id: 'event-1' });
  expect(await reasonOf(verify(headers, body, current, second + 301_000))).toBe('too old');
  expect(await reasonOf(verify(headers, body, current, second - 301_000))).toBe('too new');
  const wide = { now: () => second + 301_000, toleranceSeconds: 301 };
  expect(await verifyWebhook(headers, body, current, wide)).toMatchObject({ id: 'event-1' });
});

const signature = headers['webhook-signature']!;
test.each<[string, WebhookHeaders, string, string, string]>([
  ['no id', { ...headers, 'webhook-id': undefined }, body, current, 'header'],
  ['an empty id', { ...headers, 'webhook-id': '' }, body, current, 'header'],
  ['no headers', {}, body, current, 'header'],
  ['no Headers', new Headers(), body, current, 'header'],
  ['a header twice', { ...headers, 'Webhook-Id': 'event-2' }, body, current, 'header'],
  ['a header with two values', { ...headers, 'webhook-id': ['event-1', 'event-2'] }, body, current, 'header'],
  ['no number as time', { ...headers, 'webhook-timestamp': 'now' }, body, current, 'header'],
  [
    'a time with more behind',
    { ...headers, 'webhook-timestamp': `${headers['webhook-timestamp']}.5` },
    body,
    current,
    'header',
  ],
  ['another id', { ...headers, 'webhook-id': 'event-2' }, body, current, 'signature'],
  ['another body', headers, `${body} `, current, 'signature'],
  [
    'no signature of this scheme',
    { ...headers, 'webhook-signature': signature.replace('v1,', 'v1a,') },
    body,
    current,
    'signature',
  ],
  [
    'a part of the signature',
    { ...headers, 'webhook-signature': signature.slice(0, -3) },
    body,
    current,
    'signature',
  ],
  ['an empty signature', { ...headers, 'webhook-signature': 'v1,' }, body, current, 'signature'],
  [
    'a signature with more behind',
    { ...headers, 'webhook-signature': `${signature}A` },
    body,
    current,
    'signature',
  ],
  ['no secret', headers, body, '', 'secret'],
  ['an empty secret', headers, body, 'whsec_', 'secret'],
  ['a secret without its beginning', headers, body, current.slice(6), 'secret'],
  ['a key as secret', headers, body, 'lk_A1b2C3d4', 'secret'],
  ['a secret that is no base64', headers, body, 'whsec_a*b=', 'secret'],
])('%s is refused', async (_, given, text, secret, reason) => {
  expect(await reasonOf(verify(given, text, secret))).toBe(reason);
});

test.each([
  '',
  'null',
  '[]',
  '"text"',
  '{"type":"a","timestamp":"b"}',
  '{"type":1,"timestamp":"b","data":{}}',
  '{"type":"a","timestamp":"b","data":[]}',
])('a body such as %s is no event', async (text) => {
  const signed = signedHeaders({ id: 'event-1', attemptedAt: noon, body: text }, secretsOf(null), {
    legacySignature: false,
  });
  expect(await reasonOf(verify(signed, text))).toBe('body');
});

test('what the reference library signs is taken, and nothing of which a bit was changed', async () => {
  const secrets = fc
    .uint8Array({ minLength: 24, maxLength: 64 })
    .map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);
  await fc.assert(
    fc.asyncProperty(
      secrets,
      fc.uuid(),
      fc.json(),
      fc.nat(),
      fc.nat(7),
      async (secret, id, json, place, bit) => {
        const text = `{"type":"a","timestamp":"b","data":{"json":${json}}}`;
        const signed = {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(noon / 1_000)),
          'webhook-signature': new Webhook(secret).sign(id, new Date(noon), text),
        };
        expect(await verify(signed, text, secret)).toEqual({ id, ...JSON.parse(text) });
        const bytes = Buffer.from(text);
        bytes[place % bytes.length]! ^= 1 << bit;
        expect(await reasonOf(verify(signed, bytes, secret))).toBe('signature');
      },
    ),
  );
});
