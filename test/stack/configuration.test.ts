import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseConfiguration } from '../../lib/configuration/configuration.ts';
import { allowedRetentionDays, retentionDaysAtLeast } from '../../lib/configuration/log-retention.ts';
import {
  catalogueBeside,
  deploymentSettings,
  settingsEnvironment,
} from '../../lib/configuration/settings.ts';

const parse = (latchkey: unknown, overrides: Record<string, unknown> = {}) =>
  parseConfiguration((key) => (key === 'latchkey' ? latchkey : overrides[key]));

const issuer = 'https://login.example.com';
const repository = join(import.meta.dirname, '../..');
const cdkJson = readFileSync(join(repository, 'cdk.json'), 'utf8');

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Error && error.name === 'ConfigurationError') return error.message;
    throw error;
  }
  return '(accepted)';
}

const regional = 'arn:aws:acm:eu-west-1:111122223333:certificate/a';
const domain = {
  name: 'keys.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/a',
};

describe('webhooks to any address', () => {
  test.each<[string, object, Record<string, unknown>]>([
    ['context "webhookTargets": any is', {}, { webhookTargets: 'any' }],
    ['cdk.json: context "latchkey.webhookTargets": any is', { webhookTargets: 'any' }, {}],
  ])('are refused but for npm start: %s', (message, latchkey, overrides) => {
    expect(messageOf(() => parse(latchkey, overrides))).toContain(
      `${message} for trying on a laptop, and only npm start takes it`,
    );
    const context = (key: string) => (key === 'latchkey' ? latchkey : overrides[key]);
    expect(parseConfiguration(context, { isForLaptop: true }).webhookTargets).toBe('any');
  });

  /** As the CLI runs the app, but without making the functions' bundles. */
  const synthesize = (out: string, marks: object) => {
    const { context } = JSON.parse(cdkJson);
    const asked = { ...context, webhookTargets: 'any', 'aws:cdk:bundling-stacks': [] };
    return spawnSync(process.execPath, ['bin/latchkey.ts'], {
      cwd: repository,
      encoding: 'utf8',
      env: { ...process.env, CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(asked), ...marks },
    });
  };

  test('end a synthesis that is not of npm start, and can be deployed to no account', () => {
    const out = mkdtempSync(join(tmpdir(), 'any-target-'));
    const { status, stderr } = synthesize(out, {});
    expect([status, stderr.trim()]).toEqual([
      1,
      'context "webhookTargets": any is for trying on a laptop, and only npm start takes it: -c webhookTargets=any',
    ]);
    expect(synthesize(out, { LATCHKEY_LAPTOP: '1', CDK_VALIDATION: 'false' }).status).toBe(0);
    const { artifacts } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
    const stacks = Object.values<Record<string, unknown>>(artifacts).filter(
      ({ type }) => type === 'aws:cloudformation:stack',
    );
    expect(new Set(stacks.map(({ environment }) => environment))).toEqual(
      new Set(['aws://000000000000/us-east-1']),
    );
    rmSync(out, { recursive: true });
  });

  test('are no other word, and nothing of what is shipped', () => {
    expect(messageOf(() => parse({}, { webhookTargets: 'all' }))).toContain('context "webhookTargets": ');
    expect(parse({}).webhookTargets).toBe('public');
  });
});

describe('cdk.json as shipped', () => {
  const shipped = JSON.parse(cdkJson).context.latchkey;

  test('shows every key with its default, and the example scopes', () => {
    expect(parse(shipped)).toEqual(parse({ scopes: shipped.scopes }));
    expect(Object.keys(shipped)).toEqual(Object.keys(parse({})));
    expect(Object.keys(shipped.scopes)).toHaveLength(13);
  });

  test('gives functions the built-in scopes and the operator’s own', () => {
    const { scopes } = deploymentSettings(parse(shipped));
    expect(Object.keys(scopes)).toHaveLength(11 + 13);
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
    [{ retentionDays: 0 }, 'context "latchkey.retentionDays": '],
    [{ retentionDays: 3650.5 }, 'context "latchkey.retentionDays": '],
    [{ retentionDays: null }, 'context "latchkey.retentionDays": '],
    [{ usageRetentionDays: 1.5 }, 'context "latchkey.usageRetentionDays": '],
    [{ usageDetail: 'some' }, 'context "latchkey.usageDetail": '],
    [{ auditRetentionDays: 3654 }, 'context "latchkey.auditRetentionDays": '],
    [{ logRetentionDays: 31 }, 'context "latchkey.logRetentionDays": CloudWatch Logs keeps 1, 3, '],
    [{ notices: ['30d', '4w', '720h'] }, 'context "latchkey.notices": must be different spans'],
    [{ notices: ['0d'] }, 'context "latchkey.notices": must be different spans'],
    [{ eventBus: 'a bus' }, 'context "latchkey.eventBus": must be the name or the ARN of an event bus'],
    [{ email: { from: 'nobody' } }, 'context "latchkey.email.from": must be an email address'],
    [{ webhookTargets: 'all' }, 'context "latchkey.webhookTargets": '],
    [{ protectedAccounts: ['12345678901'] }, 'context "latchkey.protectedAccounts.0": '],
    [{ maxKeysPerUser: 0 }, 'context "latchkey.maxKeysPerUser": '],
    [{ consoleOrigin: 'https://keys.example.com/' }, 'context "latchkey.consoleOrigin": must be an origin'],
    [{ consoleOrigin: 'http://keys.example.com' }, 'context "latchkey.consoleOrigin": must be an origin'],
    [{ consoleOrigin: "https://a'b.example" }, 'context "latchkey.consoleOrigin": must be an origin'],
    [{ consoleOrigin: '*' }, 'context "latchkey.consoleOrigin": must be an origin'],
    [{ console: 'yes' }, 'context "latchkey.console": '],
    [
      { consoleDomain: { ...domain, certificateArn: regional } },
      'must be the ARN of a certificate in us-east-1',
    ],
    [{ consoleDomain: { ...domain, name: 'keys' } }, 'context "latchkey.consoleDomain.name": must be a host'],
    [
      { consoleDomain: { ...domain, name: 'Keys.example.com' } },
      'must be a host name such as keys.example.com',
    ],
    [{ consoleDomain: { name: 'keys.example.com' } }, 'context "latchkey.consoleDomain.certificateArn": '],
    [{ consoleDomain: { ...domain, hostedZoneId: 'example.com' } }, 'must be the id of a hosted zone'],
    [{ consoleDomain: domain, console: false }, 'context "latchkey.consoleDomain": needs console'],
    [
      { consoleDomain: domain, consoleOrigin: 'https://keys.example.com' },
      'context "latchkey.consoleOrigin": is where a console of your own is served, and follows from consoleDomain',
    ],
    [
      { apiDomain: { ...domain, certificateArn: 'arn:aws:iam::111122223333:server-certificate/a' } },
      'must be the',
    ],
    [{ apiDomain: { ...domain, path: '/' } }, 'context "latchkey.apiDomain.path": unknown key'],
    [{ oidc: { audience: ['a'] } }, 'context "latchkey.oidc.issuer": '],
    [{ oidc: { issuer, audience: [] } }, 'context "latchkey.oidc.audience": must name at least one audience'],
    [{ oidc: { issuer, audience: ['a b'] } }, 'context "latchkey.oidc.audience.0": must be 1 to 128'],
    [{ oidc: { issuer } }, 'context "latchkey.oidc.audience": '],
    [{ oidc: { issuer, audience: ['a'], userClaim: '' } }, 'context "latchkey.oidc.userClaim": must be the'],
    [{ oidc: { issuer, audience: ['a'], secret: 'x' } }, 'context "latchkey.oidc.secret": unknown key'],
    [{ cognito: { domainPrefix: 'my-cognito' } }, 'context "latchkey.cognito.domainPrefix": may not contain'],
    [{ cognito: { domainPrefix: '-a' } }, 'context "latchkey.cognito.domainPrefix": must match'],
    [{ cognito: { mfa: 'off' } }, 'context "latchkey.cognito.mfa": '],
    [{ cognito: { selfSignUp: true } }, 'context "latchkey.cognito.selfSignUp": unknown key'],
    [{ deploymentName: 'aws-keys' }, 'context "latchkey.cognito.domainPrefix": must be set: deploymentName'],
    [{ adminEmail: 'admin' }, 'context "latchkey.adminEmail": must be an email address'],
    [{ throttle: { rateLimit: 0 } }, 'context "latchkey.throttle.rateLimit": '],
    [
      { warmThroughput: { registry: { readUnitsPerSecond: 12_000 } } },
      'context "latchkey.warmThroughput.registry.writeUnitsPerSecond": ',
    ],
    [{ waf: { requestsPerAddress: 9 } }, 'context "latchkey.waf'],
    [{ waf: 'yes' }, 'context "latchkey.waf": '],
    [
      { warmThroughput: { usage: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 3999 } } },
      'context "latchkey.warmThroughput.usage.writeUnitsPerSecond": ',
    ],
    [{ warmThroughput: { audit: null } }, 'context "latchkey.warmThroughput.audit": unknown key'],
    [
      { warmThroughput: { readUnitsPerSecond: 12_000 } },
      'context "latchkey.warmThroughput.credentials.writeUnitsPerSecond": ',
    ],
    [{ warmThroughput: 12_000 }, 'context "latchkey.warmThroughput": '],
    [{ authorizerReservedConcurrency: 0 }, 'context "latchkey.authorizerReservedConcurrency": '],
    [
      { gatewayAuthorizerReservedConcurrency: 0 },
      'context "latchkey.gatewayAuthorizerReservedConcurrency": ',
    ],
  ])('%j', (latchkey, message) => {
    expect(messageOf(() => parse(latchkey))).toContain(message);
  });

  test.each([
    'http://login.example.com',
    'ftp://login.example.com',
    'https://login.example.com/?tenant=a',
    'https://login.example.com/#a',
    'https://login.example.com/.well-known/openid-configuration',
    'https://user:secret@login.example.com',
    ' https://login.example.com',
    'login.example.com',
  ])('%j is no issuer', (wrong) => {
    expect(messageOf(() => parse({ oidc: { issuer: wrong, audience: ['a'] } }))).toBe(
      'cdk.json: context "latchkey.oidc.issuer": must be an https URL without query, fragment or /.well-known ' +
        'path (http only for a loopback host)',
    );
  });

  test('and so is each of several', () => {
    expect(messageOf(() => parse({ prefix: '', retentionDays: 0 })).split('\n')).toHaveLength(2);
  });

  test('on the command line, as it was written there', () => {
    expect(messageOf(() => parse({}, { adminEmail: 'nobody' }))).toBe(
      'context "adminEmail": must be an email address',
    );
    expect(messageOf(() => parse({}, { keyPrefix: '1' }))).toMatch(/^context "keyPrefix": /);
    expect(messageOf(() => parse({}, { oidc: '{"issuer":"x"}' }))).toMatch(/^context "oidc.issuer": must be/);
    expect(messageOf(() => parse({}, { oidc: '{' }))).toMatch(/^context "oidc": /);
  });

  test.each([
    ['retentionDays', '-1', 'context "retentionDays": '],
    ['retentionDays', '1d', 'context "retentionDays": '],
    ['retentionDays', '', 'context "retentionDays": '],
    ['usageDetail', 'some', 'context "usageDetail": '],
    ['rateLimitTiers', '{"tiny":0,"enterprise":null}', 'context "rateLimitTiers.tiny": '],
    ['rateLimitTiers', 'tiny=5', 'context "rateLimitTiers": '],
    ['rateLimitTiers', '{"tiny":5}', 'cdk.json: context "latchkey.defaultRateLimitTier": is not one of'],
    ['defaultRateLimitTier', 'gold', 'context "defaultRateLimitTier": is not one of rateLimitTiers: free, '],
    ['keyPolicy', '{"maxLifetime":3}', 'context "keyPolicy.maxLifetime": unknown key'],
  ])('-c %s=%s', (key, value, message) => {
    const lines = messageOf(() => parse({}, { [key]: value })).split('\n');
    expect(lines).toEqual([expect.stringContaining(message)]);
    expect(lines[0]?.startsWith(message)).toBe(true);
  });

  test('and synthesis ends with that one line, and nothing of zod', () => {
    const context = { ...JSON.parse(cdkJson).context, consoleOrigin: 'everywhere' };
    // As the CLI runs it, whose own start takes longer than the app's.
    const { status, stderr } = spawnSync(process.execPath, ['bin/latchkey.ts'], {
      cwd: repository,
      encoding: 'utf8',
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context) },
    });
    expect([status, stderr.trim()]).toEqual([
      1,
      'context "consoleOrigin": must be an origin such as https://keys.example.com, without a path',
    ]);
  });
});

describe('names to pick from', () => {
  test('are none as shipped, and taken as they are', () => {
    expect(parse({}).catalogue).toEqual({ projects: [], modules: [], environments: [] });
    expect(catalogueBeside(parse({ catalogue: { projects: ['sales', 'κ'] } }))).toEqual({
      projects: ['sales', 'κ'],
      modules: [],
      environments: [],
    });
  });

  test.each<[unknown, string]>([
    [{ projects: ['a', 'a'] }, 'cdk.json: context "latchkey.catalogue.projects": names one twice'],
    [{ modules: [' '] }, 'cdk.json: context "latchkey.catalogue.modules.0": must be 1 to 128 characters'],
    [{ environments: ['x'.repeat(129)] }, 'cdk.json: context "latchkey.catalogue.environments.0": must be'],
    [{ teams: [] }, 'cdk.json: context "latchkey.catalogue.teams": unknown key'],
  ])('%j is refused', (catalogue, message) => {
    expect(messageOf(() => parse({ catalogue }))).toContain(message);
  });

  test('that do not fit beside the settings are refused', () => {
    const projects = Array.from({ length: 60 }, (_, number) => `${number}${'x'.repeat(60)}`);
    expect(messageOf(() => catalogueBeside(parse({ catalogue: { projects } })))).toMatch(
      /^cdk\.json: context "latchkey\.catalogue": \d+ bytes too long/,
    );
  });
});

describe('a scope with a group', () => {
  const scopes = {
    'a:read': { description: 'A', group: 'admin' },
    'b:read': { description: 'B', group: 'read' },
  };

  test('keeps its description, and its group where that is not what its action says', () => {
    expect(deploymentSettings(parse({ scopes: { ...scopes, 'c:write': 'C' } }))).toMatchObject({
      scopes: { 'a:read': 'A', 'b:read': 'B', 'c:write': 'C' },
      scopeGroups: { 'a:read': 'admin' },
    });
  });

  test('of a name that there is not is refused', () => {
    const wrong = { 'a:read': { description: 'A', group: 'all' } };
    expect(messageOf(() => parse({ scopes: wrong }))).toContain('context "latchkey.scopes.a:read"');
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

  test('set what trials change, and functions get to know it', () => {
    const context = {
      retentionDays: '0.0001',
      rateLimitTiers: '{"tiny":5}',
      defaultRateLimitTier: 'tiny',
      usageDetail: 'none',
      keyPolicy: '{"requireExpiry":true}',
      eventBus: 'orders',
      email: '{"from":"keys@example.com"}',
    };
    expect(deploymentSettings(parse({ rateLimitTiers: { free: 1 } }, context))).toMatchObject({
      retentionDays: 0.0001,
      rateLimitTiers: { tiny: 5 },
      defaultRateLimitTier: 'tiny',
      usageDetail: 'none',
      keyPolicy: { requireExpiry: true, maxLifetimeDays: null },
      webhooks: { targets: 'public', eventBus: 'orders', mailFrom: 'keys@example.com' },
    });
    expect(parse({}, { retentionDays: '1e-5' }).retentionDays).toBe(0.00001);
  });

  test('set each key by its name, lists among them', () => {
    const context = {
      notices: '["2m","1m"]',
      prefix: 'acme',
      auditRetentionDays: '30',
      catalogue: '{"projects":["a"]}',
    };
    expect(parse({ notices: ['30d'], maxKeysPerUser: 5 }, context)).toMatchObject({
      notices: ['2m', '1m'],
      prefix: 'acme',
      auditRetentionDays: 30,
      catalogue: { projects: ['a'] },
      maxKeysPerUser: 5,
    });
    expect(messageOf(() => parse({}, { notices: '["2m"' }))).toMatch(/^context "notices": /);
    expect(messageOf(() => parse({}, { notices: '["soon"]' }))).toBe(
      'context "notices": must be different spans such as 30d, 7d and 1d',
    );
  });

  test.each(['all', 'denied', 'none'])('usageDetail is %s', (detail) => {
    expect(deploymentSettings(parse({ usageDetail: detail })).usageDetail).toBe(detail);
  });

  test('a digit where a name begins is text, and refused as such', () => {
    expect(messageOf(() => parse({}, { deploymentName: '2keys' }))).toMatch(
      /^context "deploymentName": must/,
    );
  });
});

describe('an issuer of the operator’s', () => {
  test.each([
    issuer,
    'https://tenant.example.com/',
    'https://login.example.com/realms/latchkey',
    'http://localhost:8080/realms/latchkey',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
  ])('%s is taken as it is', (name) => {
    const { oidc } = parse({}, { oidc: JSON.stringify({ issuer: name, audience: ['latchkey'] }) });
    expect(oidc).toEqual({
      issuer: name,
      audience: ['latchkey'],
      userClaim: 'email',
      consoleClientId: null,
      commandLineClientId: null,
    });
  });

  test('needs no sign-in host of Cognito’s', () => {
    const { oidc } = parse({ deploymentName: 'aws-keys', oidc: { issuer, audience: ['a'] } });
    expect(oidc?.issuer).toBe(issuer);
  });

  test('fits, with the longest names allowed, into what the settings leave of the environment', () => {
    const oidc = parse({
      oidc: {
        issuer: `${issuer}/${'a'.repeat(256 - issuer.length - 1)}`,
        audience: Array.from({ length: 4 }, () => 'a'.repeat(128)),
        userClaim: 'a'.repeat(64),
      },
    }).oidc;
    const variables = {
      OIDC_ISSUER: oidc?.issuer,
      OIDC_AUDIENCE: JSON.stringify(oidc?.audience),
      OIDC_USER_CLAIM: oidc?.userClaim,
      CREDENTIALS_TABLE: 'a'.repeat(64),
      LATCHKEY_SETTINGS: '',
    };
    expect(Object.entries(variables).flat().join('').length).toBeLessThanOrEqual(4096 - 3072);
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
