import fc from 'fast-check';
import {
  verifyChain,
  verifyWebhook,
  type Verdict,
  WebhookVerificationError,
} from '../../clients/typescript/src/index.ts';
import { masked } from '../../clients/typescript/src/client/masking.ts';
import { protect } from '../../clients/typescript/src/lambda.ts';
import { findCredential } from '../../clients/typescript/src/protect/caller-credential.ts';
import { createGuard } from '../../clients/typescript/src/protect/guard.ts';
import { shownText } from '../../clients/typescript/src/protect/shown-text.ts';
import { sourceFinder } from '../../clients/typescript/src/protect/source-address.ts';
import { emptyChain, headOf, nextEvent } from '../../lambdas/domain/audit/audit.ts';
import { signedHeaders } from '../../lambdas/domain/webhooks/signature.ts';
import { httpEvent, judged, limited, restEvent } from '../../test/clients/proxy-events.ts';

const key = `lk_${'k'.repeat(49)}`;
const seed = 7;
const someOf = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] =>
  fc.sample(arbitrary, { seed, numRuns });

/** What the TypeScript client says of events, calls and texts; `test_agreement.py` has the Python client say the same. */
export async function agreementCases(): Promise<string> {
  return JSON.stringify({
    gateway: await gatewayCases(),
    verdicts: await verdictCases(),
    credentials: credentialCases(),
    sources: sourceCases(),
    texts: textCases(),
    chains: await chains(),
    webhooks: await webhookCases(),
  });
}

async function gatewayCases() {
  const refused = { ...limited, code: 'RATE_LIMITED', message: 'Rate limit exceeded', retryAfter: '1' };
  const lacking = {
    ...judged,
    code: 'INSUFFICIENT_PERMISSIONS',
    message: 'Insufficient permissions for operation',
    missingScopes: '["billing:manage"]',
    missingAccessRights: '{"projects":{"größe":{"modules":{"model":"read"}}}}',
  };
  const person = { ...judged, via: 'jwt', apiKeyId: '', scopes: '-', accessRights: '-' };
  const contexts = [
    judged,
    limited,
    refused,
    lacking,
    person,
    { ...refused, retryAfter: '' },
    null,
    undefined,
  ];
  const others = [
    {},
    { ...lacking, enforcement: 'observe' },
    { code: 'X', enforcement: 'observe' },
    { ...judged, via: '' },
  ];
  const options = [
    {},
    {
      latchkeyAddress: 'https://keys.example.com/api',
      headers: { Vary: 'Origin', 'Cache-Control': 'public' },
    },
  ];
  const cases = [...contexts, ...others].flatMap((context) =>
    [restEvent(context), httpEvent(context)].flatMap((event) =>
      options.map((chosen) => ({ event, options: chosen })),
    ),
  );
  return quietly(() =>
    Promise.all(
      cases.map(async (each) => {
        const handler = protect(
          async (event: typeof each.event & object) => ({ statusCode: 200, body: JSON.stringify(event) }),
          each.options,
        );
        const answer = await handler(each.event, null);
        return { ...each, answer: { ...answer, body: JSON.parse(answer.body) as unknown } };
      }),
    ),
  );
}

/** Calls without a verdict are told of on the standard error. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { error } = console;
  console.error = () => {};
  try {
    return await work();
  } finally {
    console.error = error;
  }
}

function verdictCases() {
  const nowMs = Date.parse('2027-01-01T00:00:00.250Z');
  const known = {
    valid: true,
    code: 'VALID',
    apiKeyId: 'key-1',
    name: 'CI',
    userId: 'ann@example.com',
    type: 'end-user',
    scopes: ['database:read'],
    accessRights: {},
    expiresAt: '2028-01-01T00:00:00.000Z',
    rateLimit: null,
    missingScopes: [],
  };
  const limits = fc.record({
    limit: fc.integer({ min: 1, max: 5_000 }),
    remaining: fc.nat(5_000),
    resetAt: fc
      .date({ min: new Date(nowMs), max: new Date(nowMs + 60_000), noInvalidDate: true })
      .map((at) => at.toISOString()),
  });
  const codes = ['API_KEY_PAUSED', 'INSUFFICIENT_PERMISSIONS', 'IP_NOT_ALLOWED', 'RATE_LIMITED', 'NEWER'];
  const refused = fc.record({
    valid: fc.constant(false),
    code: fc.constantFrom(...codes),
    rateLimit: fc.option(limits),
    missingScopes: fc.constantFrom([], ['a:b']),
  });
  const arbitrary = fc.record({
    cost: fc.integer({ min: 1, max: 5 }),
    verdict: fc.oneof(
      fc.constantFrom({ valid: false, code: 'API_KEY_INVALID' }, known),
      limits.map((rateLimit) => ({ ...known, rateLimit })),
      refused.map((others) => ({ ...known, ...others })),
    ),
  });
  const calls = { path: '/', userAgent: null, forwardedFor: null, peer: undefined, apiKeys: [] };
  const incoming = { method: 'GET', ...calls, authorizations: [`Bearer ${key}`] };
  return Promise.all(
    someOf(arbitrary, 200).map(async ({ cost, verdict }) => {
      const latchkey = { baseUrl: 'https://keys.example.com/api/v1', verify: async () => verdict as Verdict };
      const admission = await createGuard<[]>({ latchkey, cost }, () => nowMs)(incoming);
      if (admission.kind === 'admitted') {
        const { headers, principal } = admission;
        return { cost, verdict, nowMs, answer: { headers, principal } };
      }
      const { status, headers, body } = admission.answer;
      const requestId = 'request-1';
      const shown = { ...(JSON.parse(body) as object), requestId };
      const answer = { status, headers: { ...headers, 'X-Request-Id': requestId }, body: shown };
      return { cost, verdict, nowMs, answer };
    }),
  );
}

function credentialCases() {
  const text = fc.constantFrom(
    key,
    key.slice(1),
    `${key}x`,
    'a.b.c',
    'a.b',
    '',
    `${key},${key}`,
    key.toUpperCase(),
  );
  const scheme = fc.constantFrom('Bearer ', 'apitoken  ', 'BEARER ', 'Basic ', '', 'Bearer\t');
  const authorization = fc.tuple(scheme, text, fc.constantFrom('', ' ', ' x')).map((parts) => parts.join(''));
  const arbitrary = fc.record({
    authorizations: fc.array(authorization, { maxLength: 2 }),
    apiKeys: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(text, { maxLength: 2 })),
  });
  return someOf(arbitrary, 300).map(({ authorizations, apiKeys }) => {
    const credential = findCredential(authorizations, apiKeys);
    return {
      authorizations,
      apiKeys,
      said: credential.kind === 'api-key' ? credential.key : credential.code,
    };
  });
}

function sourceCases() {
  const odd = fc.constantFrom(
    'unknown',
    '',
    '1.2.3',
    '010.0.0.1',
    '1.2.3.4.5',
    '::g',
    'fe80::1%eth0',
    '_',
    '[::1]:80',
  );
  const near = fc.constantFrom('10.0.0.1', '10.1.2.3', '::ffff:10.0.0.2', '2001:db8::7', '10.0.0.9:4711');
  const address = fc.oneof({ weight: 4, arbitrary: near }, fc.ipV4(), fc.ipV6(), odd);
  const arbitrary = fc.record({
    trustedProxies: fc.subarray(['10.0.0.0/8', '2001:db8::/32', '10.0.0.1', '::/0']),
    peer: address,
    forwardedFor: fc.option(fc.array(address, { maxLength: 4 }).map((hops) => hops.join(', '))),
  });
  return someOf(arbitrary, 500).map((each) => ({
    ...each,
    said: sourceFinder(each.trustedProxies)(each.peer, each.forwardedFor),
  }));
}

function textCases() {
  const hidden = [
    key,
    `x${key}y`,
    encodeURIComponent(encodeURIComponent('lk%5F')) + key.slice(3),
    key.slice(0, 30),
  ];
  const part = fc.oneof(
    fc.constantFrom(...hidden, '/', '%25', '%6c', 'ü', '\n'),
    fc.string({ maxLength: 5 }),
  );
  return someOf(fc.array(part, { maxLength: 6 }), 300).map((parts) => {
    const text = parts.join('');
    return { text, masked: masked(text, []), shown: shownText(text, 100) };
  });
}

/** Messages as Latchkey signs them, as others sign what is no event, and with something about them changed. */
async function webhookCases() {
  const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
  const [current, former] = [secretOf(7), secretOf(8)];
  const sentAt = Date.parse('2027-06-15T12:00:00.500Z');
  const event = fc.record({
    type: fc.constantFrom('api_key.created', 'Ätna'),
    timestamp: fc.constant('2027-06-15T12:00:00.000Z'),
    data: fc.oneof(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { maxKeys: 3 }),
      fc.constantFrom([], null, 'x'),
    ),
  });
  const text = event.map((of) => JSON.stringify(of));
  const odd = fc.constantFrom(
    '',
    '{',
    '[]',
    'null',
    '\uFEFF{}',
    '{"type":"a","timestamp":"b","data":{"c":NaN}}',
    '{"type":1}',
    '1e999',
    '01',
  );
  const arbitrary = fc.record({
    body: fc.oneof(
      { weight: 6, arbitrary: text },
      odd,
      text.map((of) => `\uFEFF${of}`),
    ),
    hasFormer: fc.boolean(),
    secret: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(current, former) },
      fc.constantFrom(
        secretOf(9),
        '',
        'whsec_',
        'whsec_A',
        'whsec_AA==',
        'whsec_AA',
        'whsec_====',
        'whsec_A*==',
        current.slice(6),
      ),
    ),
    changes: fc.oneof(
      { weight: 6, arbitrary: fc.constant({}) },
      fc.constantFrom<Record<string, string>>(
        { 'webhook-id': 'event-2' },
        { 'webhook-id': '' },
        { 'Webhook-Id': 'event-1' },
        { 'webhook-timestamp': '1813060801' },
        { 'webhook-timestamp': '1813060800.5' },
        { 'webhook-timestamp': '+1813060800' },
        { 'webhook-timestamp': '١٨١٣٠٦٠٨٠٠' },
        { 'webhook-signature': 'v1,' },
        { 'webhook-signature': 'v1,ü v2,AAAA' },
        { Host: 'hooks.example.com' },
      ),
    ),
    isUpper: fc.boolean(),
    end: fc.constantFrom('', '', '', ' ', '\n'),
    now: fc
      .constantFrom(0, 0, 0, 299.4, 300.4, 301, -300.6, -301, 86_400)
      .map((late) => sentAt / 1_000 + late),
  });
  return Promise.all(
    someOf(arbitrary, 1_500).map(async ({ body, hasFormer, secret, changes, isUpper, end, now }) => {
      const message = { id: 'event-1', attemptedAt: sentAt, body };
      const secrets = { current, former: hasFormer ? former : null };
      const signed = { ...signedHeaders(message, secrets, { legacySignature: true }), ...changes };
      const headers = isUpper
        ? Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toUpperCase(), value]))
        : signed;
      const given = { headers, body: body + end, secret, now };
      const said = await verifyWebhook(headers, given.body, secret, { now: () => now * 1_000 }).catch(
        reasonOf,
      );
      return { ...given, said };
    }),
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof WebhookVerificationError) return error.reason;
  throw error;
}

async function chains() {
  const json = fc.jsonValue();
  const change = fc.dictionary(fc.string({ unit: 'binary' }), fc.record({ from: json, to: json }));
  const made = someOf(fc.array(change, { minLength: 1, maxLength: 4 }), 200).map((changes, chain) => {
    let head = emptyChain;
    return changes.map((of, index) => {
      const target = { type: 'api_key', id: `${chain}`, name: 'CI' } as const;
      const operation = {
        eventId: `${chain}-${index}`,
        at: index,
        action: 'api_key.updated',
        target,
        changes: of,
      } as const;
      const actor = { userId: 'ann@example.com', via: 'jwt' } as const;
      const origin = { sourceIp: null, userAgent: null, requestId: `r${index}` };
      const event = nextEvent(head, operation, { actor, ...origin });
      head = headOf(event);
      return event;
    });
  });
  const { faults } = await verifyChain(made.flat());
  if (faults.length > 0) throw new Error('The TypeScript client finds faults in chains that have none');
  return made;
}
