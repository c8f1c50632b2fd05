import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseConfiguration } from '../../lib/configuration/configuration.ts';
import { allowedRetentionDays, retentionDaysAtLeast } from '../../lib/configuration/log-retention.ts';
import { deploymentSettings, settingsEnvironment } from '../../lib/configuration/settings.ts';
import { cdkSynth } from './synthesized.ts';

const parse = (latchkey: unknown, overrides: Record<string, unknown> = {}) =>
  parseConfiguration((key) => (key === 'latchkey' ? latchkey : overrides[key]));

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Error && error.name === 'ConfigurationError') return error.message;
    throw error;
  }
  return '(accepted)';
}

describe('cdk.json as shipped', () => {
  const shipped = JSON.parse(readFileSync(join(import.meta.dirname, '../../cdk.json'), 'utf8')).context
    .latchkey;

  test('shows every key with its default, and the example scopes', () => {
    expect(parse(shipped)).toEqual(parse({ scopes: shipped.scopes }));
    expect(Object.keys(shipped)).toEqual(Object.keys(parse({})));
    expect(Object.keys(shipped.scopes)).toHaveLength(13);
  });

  test('gives functions the built-in scopes and the operator’s own', () => {
    const { scopes } = deploymentSettings(parse(shipped));
    expect(Object.keys(scopes)).toHaveLength(8 + 13);
    expect(scopes).toHaveProperty('api-keys:manage');
    expect(scopes).toHaveProperty('database:read');
  });
});

describe('a wrong key is named', () => {
  test.each<[unknown, string]>([
    [undefined, 'cdk.json: context "latchkey": must be an object'],
    [[], 'cdk.json: context "latchkey": must be an object'],
    [{ retention: 3 }, 'cdk.json: context "latchkey.retention": unknown key'],
    [{ keyPolicy: { maxLifetime: 3 } }, 'cdk.json: context "latchkey.keyPolicy.maxLifetime": unknown key'],
    [{ deploymentName: 'Latchkey' }, 'cdk.json: context "latchkey.deploymentName": must match'],
    [{ prefix: 'l' }, 'cdk.json: context "latchkey.prefix": must match'],
    [{ prefix: 'toolong' }, 'cdk.json: context "latchkey.prefix": must match'],
    [{ previousPrefixes: ['ok', 'No'] }, 'cdk.json: context "latchkey.previousPrefixes.1": must match'],
    [{ previousPrefixes: ['lk'] }, 'cdk.json: context "latchkey.previousPrefixes": lists a prefix twice'],
    [{ scopes: { 'api-keys:manage': 'x' } }, 'context "latchkey.scopes.api-keys:manage": is built in'],
    [{ scopes: { database: 'x' } }, 'context "latchkey.scopes.database": a scope is resource:action'],
    [{ scopes: { 'a:b': '' } }, 'context "latchkey.scopes.a:b": '],
    [{ rateLimitTiers: { free: 0 } }, 'context "latchkey.rateLimitTiers.free": '],
    [{ rateLimitTiers: { free: 60_001 } }, 'context "latchkey.rateLimitTiers.free": '],
    [
      { defaultRateLimitTier: 'gold' },
      'context "latchkey.defaultRateLimitTier": is not one of rateLimitTiers',
    ],
    [{ keyPolicy: { maxLifetimeDays: 0 } }, 'cdk.json: context "latchkey.keyPolicy.maxLifetimeDays": '],
    [{ keyPolicy: { requireExpiry: 'yes' } }, 'context "latchkey.keyPolicy.requireExpiry": '],
    [{ retentionDays: 1.5 }, 'context "latchkey.retentionDays": '],
    [{ auditRetentionDays: 3654 }, 'context "latchkey.auditRetentionDays": '],
    [{ logRetentionDays: 31 }, 'context "latchkey.logRetentionDays": CloudWatch Logs keeps 1, 3, '],
    [{ maxKeysPerUser: 0 }, 'context "latchkey.maxKeysPerUser": '],
    [{ consoleOrigin: 'https://keys.example.com/' }, 'context "latchkey.consoleOrigin": must be an origin'],
    [{ consoleOrigin: 'http://keys.example.com' }, 'context "latchkey.consoleOrigin": must be an origin'],
    [{ consoleOrigin: "https://a'b.example" }, 'context "latchkey.consoleOrigin": must be an origin'],
    [{ consoleOrigin: '*' }, 'context "latchkey.consoleOrigin": must be an origin'],
    [{ adminEmail: 'admin' }, 'context "latchkey.adminEmail": must be an email address'],
    [{ throttle: { rateLimit: 0 } }, 'context "latchkey.throttle.rateLimit": '],
    [
      { warmThroughput: { readUnitsPerSecond: 12_000 } },
      'context "latchkey.warmThroughput.writeUnitsPerSecond": ',
    ],
    [{ authorizerReservedConcurrency: 0 }, 'context "latchkey.authorizerReservedConcurrency": '],
  ])('%j', (latchkey, message) => {
    expect(messageOf(() => parse(latchkey))).toContain(message);
  });

  test('and so is each of several', () => {
    expect(messageOf(() => parse({ prefix: '', retentionDays: 0 })).split('\n')).toHaveLength(2);
  });

  test('on the command line, as it was written there', () => {
    expect(messageOf(() => parse({}, { adminEmail: 'nobody' }))).toBe(
      'context "adminEmail": must be an email address',
    );
    expect(messageOf(() => parse({}, { keyPrefix: '1' }))).toMatch(/^context "keyPrefix": /);
  });

  test('and synthesis ends with that one line, and nothing of zod', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-synth-'));
    const failure = await cdkSynth(folder, { context: { consoleOrigin: 'everywhere' } }).then(
      () => ({ stderr: '' }),
      (error: unknown) => error as { stderr: string },
    );
    await rm(folder, { recursive: true });
    expect(failure.stderr).toContain('context "consoleOrigin": must be an origin');
    expect(failure.stderr).not.toMatch(/zod|^ {4}at /im);
  });
});

describe('overrides', () => {
  test('take precedence over cdk.json', () => {
    const context = { adminEmail: 'Ops@Example.com', keyPrefix: 'acme', gatewayCloudWatchRole: 'true' };
    expect(parse({ adminEmail: 'a@example.com', prefix: 'lk' }, context)).toMatchObject({
      adminEmail: 'ops@example.com',
      prefix: 'acme',
      gatewayCloudWatchRole: true,
    });
  });
});

describe('limits of AWS', () => {
  test('settings that do not fit into a function’s environment are refused', () => {
    const scopes = Object.fromEntries(
      Array.from({ length: 40 }, (_, number) => [`resource${number}:read`, 'x'.repeat(100)]),
    );
    expect(messageOf(() => settingsEnvironment(parse({ scopes })))).toMatch(
      /^cdk\.json: context "latchkey\.scopes": \d+ bytes too long/,
    );
  });

  test('logs are kept at least as long as asked, and no longer than the next retention on offer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3653 }), (days) => {
        const kept = retentionDaysAtLeast(days);
        expect(allowedRetentionDays).toContain(kept);
        expect(kept).toBeGreaterThanOrEqual(days);
        expect(allowedRetentionDays.some((allowed) => allowed >= days && allowed < kept)).toBe(false);
      }),
    );
  });
});

test('whatever stands in cdk.json is accepted or refused with a message, never with a crash', () => {
  fc.assert(
    fc.property(
      fc.record({ prefix: fc.anything(), scopes: fc.anything(), throttle: fc.anything() }),
      (input) => {
        const message = messageOf(() => parse(input));
        for (const line of message.split('\n')) {
          expect(line).toMatch(/^\(accepted\)$|^cdk\.json: context "latchkey/);
        }
      },
    ),
  );
});
