import { isIP } from 'node:net';
import fc from 'fast-check';
import {
  ApiKeyInvalidError,
  ConnectionError,
  InvalidError,
  type Verdict,
} from '../../clients/typescript/src/index.ts';
import { createGuard, type IncomingCall } from '../../clients/typescript/src/protect/guard.ts';
import type { ProtectOptions } from '../../clients/typescript/src/protect/protect-options.ts';
import { readIpAddress } from '../../clients/typescript/src/protect/ip-address.ts';
import { shownText } from '../../clients/typescript/src/protect/shown-text.ts';
import { sourceFinder } from '../../clients/typescript/src/protect/source-address.ts';
import { captureConsoleErrors } from './console-errors.ts';
import { anyCharacter } from '../support/any-character.ts';

const key = `lk_${'k'.repeat(49)}`;
const incoming: IncomingCall = {
  method: 'GET',
  path: '/orders',
  authorizations: [`Bearer ${key}`],
  apiKeys: [],
  userAgent: null,
  forwardedFor: null,
  peer: '::ffff:203.0.113.7',
};
const valid = {
  valid: true,
  code: 'VALID',
  apiKeyId: 'key-1',
  name: 'CI',
  userId: 'ann@example.com',
  type: 'end-user',
  scopes: ['database:read'],
  accessRights: {},
  expiresAt: null,
  rateLimit: null,
  missingScopes: [],
} as const;

/** A guard over a Latchkey that gives these answers, one after the other; the last for ever. */
function guardOver(answers: readonly unknown[], options: Partial<ProtectOptions<[string?]>> = {}) {
  const asked: any[] = [];
  let [nowMs, at] = [0, 0];
  const verify = async (body: unknown): Promise<Verdict> => {
    asked.push(body);
    const answer = answers[Math.min(at, answers.length - 1)];
    at += 1;
    if (answer instanceof Error) throw answer;
    return answer as Verdict;
  };
  const latchkey = { baseUrl: 'https://keys.example.com/api/v1', verify };
  const guard = createGuard<[string?]>({ latchkey, ...options }, () => nowMs);
  const ask = async (call: Partial<IncomingCall> = {}, project?: string) => {
    const admission = await guard({ ...incoming, ...call }, project);
    if (admission.kind === 'admitted') return { status: 200, code: 'VALID', headers: admission.headers };
    const { status, headers, body } = admission.answer;
    return { status, headers, code: (JSON.parse(body) as { code: string }).code };
  };
  return { ask, asked, wait: (seconds: number) => void (nowMs += seconds * 1_000) };
}

const problem = { type: 'about:blank', title: 'No', detail: 'No', requestId: 'request-1' };
const logged = captureConsoleErrors();

test.each<[string, unknown, number, string]>([
  ['Latchkey does not answer', new ConnectionError('ECONNREFUSED'), 503, 'UNAVAILABLE'],
  ['the credential cannot be had', new RangeError('vault'), 503, 'UNAVAILABLE'],
  [
    'its own key is not valid',
    new ApiKeyInvalidError({ ...problem, status: 401, code: 'API_KEY_INVALID' }, null),
    500,
    'INTERNAL',
  ],
  [
    'what it asks is not valid',
    new InvalidError({ ...problem, status: 400, code: 'INVALID' }, null),
    500,
    'INTERNAL',
  ],
  [
    'the call costs more than the limit',
    new InvalidError(
      { ...problem, status: 400, code: 'INVALID', errors: [{ field: 'cost', message: 'No' }] },
      null,
    ),
    429,
    'RATE_LIMITED',
  ],
])('where %s, nothing is let through', async (_, thrown, status, code) => {
  const { ask } = guardOver([thrown]);
  const answer = await ask();
  expect(answer).toMatchObject({ status, code });
  expect(answer.headers['Retry-After']).toBe(status === 503 ? '1' : undefined);
  expect(logged).toHaveLength(status === 429 ? 0 : 1);
  expect(JSON.stringify(logged)).not.toMatch(/k{49}/);
});

test('nothing but a whole verdict VALID lets a call through', async () => {
  const members = fc.constantFrom('valid', 'code', 'apiKeyId', 'userId', 'rateLimit', 'expiresAt');
  const others = fc.constantFrom(undefined, false, 0, 'yes', 'NEWER_CODE', 'API_KEY_PAUSED');
  const verdicts = fc.tuple(members, others).map(([member, value]) => ({ ...valid, [member]: value }));
  await fc.assert(
    fc.asyncProperty(verdicts, async (verdict) => {
      const whole =
        typeof verdict.apiKeyId === 'string' &&
        typeof verdict.userId === 'string' &&
        verdict.valid &&
        verdict.code === 'VALID' &&
        verdict.rateLimit !== undefined &&
        verdict.expiresAt !== undefined;
      // Of the numbers and texts that stand for a limit or an end nothing is believed here but that they were sent.
      fc.pre(!whole);
      expect((await guardOver([verdict]).ask()).status).toBeGreaterThanOrEqual(401);
    }),
  );
});

test('what has not the shape of a key is refused without asking', async () => {
  const { ask, asked } = guardOver([valid]);
  for (const text of [
    '',
    'Bearer',
    'Bearer x',
    `Basic ${key}`,
    `Bearer ${key}x`,
    key,
    `Bearer ${key}, Bearer ${key}`,
  ])
    expect((await ask({ authorizations: [text] })).status).toBe(401);
  expect(asked).toEqual([]);
});

test('what a caller chose never makes the question one that Latchkey would not take', async () => {
  const { ask, asked } = guardOver([valid], { project: (name) => name, module: 'model', action: 'read' });
  const strange = {
    path: `/a/${key}?q=${key}`,
    userAgent: `\u0000${encodeURIComponent(encodeURIComponent(key))}é`,
    method: 'M'.repeat(99),
  };
  expect((await ask(strange, 'sales')).status).toBe(200);
  expect(asked[0]).toMatchObject({ project: 'sales', module: 'model', sourceIp: '203.0.113.7' });
  expect(JSON.stringify(asked[0].request)).not.toMatch(/k{49}/);
  for (const project of [undefined, '', '*', 'a/b', 'x'.repeat(129), '__proto__', key]) {
    expect(await ask({}, project)).toMatchObject({ status: 403, code: 'INSUFFICIENT_PERMISSIONS' });
  }
  expect(asked).toHaveLength(1);
});

test('a text that is shown is at most as long as it may be, and has nothing unseen', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 80 }), fc.nat(40), (text, length) => {
      expect(shownText(text, length)).toMatch(/^[\x20-\x7e]*$/);
      expect(shownText(text, length).length).toBeLessThanOrEqual(length);
    }),
  );
});

describe('the cache', () => {
  const cache = { seconds: 5, entries: 2 };

  test('is off', async () => {
    const { ask, asked } = guardOver([valid]);
    await ask();
    await ask();
    expect(asked).toHaveLength(2);
  });

  test('believes a verdict for as long as it says, and no longer than the key lives', async () => {
    for (const [verdict, seconds] of [
      [valid, 5],
      [{ ...valid, expiresAt: '1970-01-01T00:00:02.000Z' }, 2],
    ] as const) {
      const { ask, asked, wait } = guardOver([verdict, { valid: false, code: 'API_KEY_INVALID' }], { cache });
      await ask();
      wait(seconds - 0.001);
      expect((await ask()).status).toBe(200);
      wait(0.001);
      expect([(await ask()).status, asked.length]).toEqual([401, 2]);
    }
  });

  test('believes nothing about another key, another address, another need, and no refusal', async () => {
    const { ask, asked } = guardOver([valid], {
      cache: { seconds: 5 },
      project: (name) => name,
      module: 'm',
      action: 'read',
    });
    await ask({}, 'sales');
    await ask({}, 'hr');
    await ask({ peer: '203.0.113.8' }, 'sales');
    await ask({ authorizations: [`Bearer lk_${'j'.repeat(49)}`] }, 'sales');
    expect(asked).toHaveLength(4);
    const refusing = guardOver([{ ...valid, valid: false, code: 'API_KEY_PAUSED' }, valid], { cache });
    expect([(await refusing.ask()).status, (await refusing.ask()).status]).toEqual([401, 200]);
  });

  test('counts every call of a key with a limit', async () => {
    const rateLimit = { limit: 5, remaining: 4, resetAt: '1970-01-01T00:00:12.000Z' };
    const { ask, asked } = guardOver([{ ...valid, rateLimit }], { cache });
    await ask();
    expect((await ask()).headers).toEqual({
      'RateLimit-Policy': '"latchkey";q=5;w=60',
      RateLimit: '"latchkey";r=4;t=12',
    });
    expect(asked).toHaveLength(2);
  });

  test('has a bound, and forgets the oldest', async () => {
    const { ask, asked } = guardOver([valid], { cache });
    const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.3', '192.0.2.1'];
    for (const peer of addresses) await ask({ peer });
    expect(asked.map(({ sourceIp }) => sourceIp)).toEqual([
      '192.0.2.1',
      '192.0.2.2',
      '192.0.2.3',
      '192.0.2.1',
    ]);
  });

  test.each([
    { seconds: 61 },
    { seconds: 0 },
    { seconds: Number.NaN },
    { seconds: 5, entries: 10_001 },
    { seconds: 5, entries: 0.5 },
  ])('cannot be %j', (settings) => {
    expect(() => guardOver([valid], { cache: settings })).toThrow(RangeError);
  });
});

describe('the address of a call', () => {
  test('is read as Node does', () => {
    const texts = fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{1,20}$/));
    fc.assert(
      fc.property(texts, (text) => {
        expect(readIpAddress(text) !== null).toBe(isIP(text) !== 0);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each<[string | undefined, string | null, string | null]>([
    ['10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['10.0.0.1', '203.0.113.9, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
    ['198.51.100.1', '203.0.113.9', '198.51.100.1'],
    ['::ffff:10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['2001:db8::1', '[2001:db9::7]:80', '2001:db9::7'],
    ['10.0.0.1', '10.0.0.2', '10.0.0.2'],
    ['10.0.0.1', null, '10.0.0.1'],
    ['10.0.0.1', '198.51.100.1, unknown', null],
    ['10.0.0.1', '198.51.100.1,', null],
    [undefined, '198.51.100.1', null],
  ])('of %s that says it forwards for %s is %s', (peer, forwardedFor, source) => {
    expect(sourceFinder(['10.0.0.0/8', '2001:db8::/32'])(peer, forwardedFor)).toBe(source);
  });

  test.each(['10.0.0.0/33', '10.0.0/8', 'proxy', '10.0.0.0/8/1', ''])('%j is no proxy', (range) => {
    expect(() => sourceFinder([range])).toThrow(TypeError);
  });
});
