import * as z from 'zod';
import { durationMs, durationPattern } from '../../lambdas/contract/durations.ts';
import { scopeGroups } from '../../lambdas/contract/scope-groups.ts';
import { builtInScopes } from '../../lambdas/contract/scopes.ts';
import { usageDetails } from '../../lambdas/contract/usage.ts';
import { allowedRetentionDays } from './log-retention.ts';

const prefixPattern = /^[a-z][a-z0-9]{1,5}$/;
const scopePattern = /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/;
const tierPattern = /^[a-z][a-z0-9-]{0,63}$/;
/** Scheme, host and optional port: exactly what a browser sends as `Origin`; plain http on loopback only. */
const originPattern = /^(https:\/\/[a-z0-9][a-z0-9.-]*|http:\/\/(localhost|127\.0\.0\.1))(:[0-9]{1,5})?$/;
/** What a `userId` may hold, with an `@`. */
const emailPattern = /^[A-Za-z0-9._+'-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+$/;

/** What Cognito takes as the first label of a sign-in host, and the words it keeps for itself. */
const domainPrefixPattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const reservedByCognito = /aws|amazon|cognito/;
const hostNamePattern = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const hostedZonePattern = /^Z[A-Z0-9]{1,31}$/;

const eventBusPattern =
  /^([A-Za-z0-9._/-]{1,256}|arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus\/[A-Za-z0-9._/-]{1,256})$/;

/** @param region of the certificate, as a pattern */
const certificateIn = (region: string) =>
  new RegExp(`^arn:aws[a-z-]*:acm:${region}:[0-9]{12}:certificate/[A-Za-z0-9-]+$`);

/** A host name of the operator's own, which stays when stacks are made anew. */
const domain = (certificate: RegExp, message: string) =>
  z
    .strictObject({
      name: z.string().max(253).regex(hostNamePattern, 'must be a host name such as keys.example.com'),
      certificateArn: z.string().regex(certificate, message),
      /** Route 53 gets the name's records where its zone is there. */
      hostedZoneId: z
        .string()
        .regex(hostedZonePattern, 'must be the id of a hosted zone, such as Z0123456789ABC')
        .nullable()
        .default(null),
    })
    .nullable()
    .default(null);
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** CloudWatch Logs keeps events for ten years at most, short of for ever. */
const maxLogRetentionDays = 3653;
/** One identifier per prefix, and CloudWatch Logs takes ten in a data-protection policy. */
const maxPreviousPrefixes = 9;
/** Each is one more write where a key is made that expires. */
const maxNotices = 6;
/** They share the environment of a function with the settings. */
const maxProtectedAccounts = 40;
/** A limiter is one DynamoDB item, and a partition takes 1,000 writes a second. */
const maxCallsPerMinute = 60_000;

/** Units a second that a table is to take at once; null for what a fresh one takes. */
const capacity = z
  .strictObject({
    readUnitsPerSecond: z.int().min(12_000),
    writeUnitsPerSecond: z.int().min(4000),
  })
  .nullable()
  .default(null);

const days = (max: number) => z.int().min(1).max(max);
const prefix = z.string().regex(prefixPattern, `must match ${prefixPattern.source}`);
const scopeName = z
  .string()
  .regex(scopePattern, `a scope is resource:action, ${scopePattern.source}`)
  .refine((name) => !Object.hasOwn(builtInScopes, name), 'is built in and cannot be redefined');

const scopeDescription = z.string().min(1).max(256);
/** A description, or one with the group that the scope is shown in. */
const scope = z.union([
  scopeDescription,
  z.strictObject({
    description: scopeDescription,
    group: z.enum(scopeGroups, `must be one of ${scopeGroups.join(', ')}`),
  }),
]);

/** Something to see, and nothing that nobody sees: what the API takes as such a name. */
const labelPattern = /^(?=.*\S)\P{C}{1,128}$/u;

/** Names that rights can be about, to pick from. */
const names = z
  .array(
    z
      .string()
      .regex(labelPattern, 'must be 1 to 128 characters, none of them a control character or invisible'),
  )
  .refine((all) => new Set(all).size === all.length, 'names one twice')
  .default([]);

/** Bounds that keep issuer and audiences within the share of the authorizer's environment left for them. */
const maxIssuerLength = 256;
const maxAudiences = 4;

/** An OpenID Connect issuer; a trailing slash is part of its name, as in the `iss` of its tokens. */
const issuer = z
  .string()
  .max(maxIssuerLength)
  .refine(
    isIssuer,
    'must be an https URL without query, fragment or /.well-known path (http only for a loopback host)',
  );

const publicClient = z
  .string()
  .regex(/^[!-~]{1,256}$/, 'must be the id of a public client')
  .nullable()
  .default(null);

/** The object `latchkey` in the context of `cdk.json`. */
export const configurationSchema = z
  .strictObject({
    deploymentName: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must match ^[a-z][a-z0-9-]{0,30}$')
      .default('latchkey'),
    prefix: prefix.default('lk'),
    previousPrefixes: z.array(prefix).max(maxPreviousPrefixes).default([]),
    scopes: z.record(scopeName, scope).default({}),
    catalogue: z.strictObject({ projects: names, modules: names, environments: names }).prefault({}),
    rateLimitTiers: z
      .record(
        z.string().regex(tierPattern, `a tier's name must match ${tierPattern.source}`),
        z.int().min(1).max(maxCallsPerMinute).nullable(),
      )
      .default({ free: 100, starter: 500, pro: 2000, enterprise: null }),
    defaultRateLimitTier: z.string().default('enterprise'),
    keyPolicy: z
      .strictObject({
        requireExpiry: z.boolean().default(false),
        maxLifetimeDays: days(36_500).nullable().default(null),
      })
      .prefault({}),
    // Trials need not wait a day to see a key purged, so a fraction will do.
    retentionDays: z.number().positive().max(3650).default(30),
    auditRetentionDays: days(maxLogRetentionDays).default(400),
    usageRetentionDays: days(3650).default(90),
    usageDetail: z.enum(usageDetails).default('all'),
    logRetentionDays: z
      .int()
      .refine(
        (value) => allowedRetentionDays.includes(value),
        `CloudWatch Logs keeps ${allowedRetentionDays.join(', ')} days`,
      )
      .default(90),
    maxKeysPerUser: z.int().min(1).max(10_000).default(1000),
    // Before a key expires it is announced so long, once for each.
    notices: z
      .array(z.string().max(8))
      .max(maxNotices)
      .refine(areSpans, 'must be different spans such as 30d, 7d and 1d')
      .default(['30d', '7d', '1d']),
    // The one event bus that webhooks can be sent to, beside addresses.
    eventBus: z
      .string()
      .regex(eventBusPattern, 'must be the name or the ARN of an event bus')
      .nullable()
      .default(null),
    email: z
      .strictObject({
        /** Verified in SES: mail of webhooks comes from it. */
        from: z.string().max(254).regex(emailPattern, 'must be an email address'),
      })
      .nullable()
      .default(null),
    webhookTargets: z.enum(['public', 'any']).default('public'),
    protectedAccounts: z
      .array(z.string().regex(/^\d{12}$/, 'must be the 12 digits of an AWS account'))
      .max(maxProtectedAccounts)
      .default([]),
    consoleOrigin: z
      .string()
      .regex(originPattern, 'must be an origin such as https://keys.example.com, without a path')
      .nullable()
      .default(null),
    console: z.boolean().default(true),
    // CloudFront takes certificates from this region only.
    consoleDomain: domain(certificateIn('us-east-1'), 'must be the ARN of a certificate in us-east-1'),
    apiDomain: domain(
      certificateIn('[a-z0-9-]+'),
      'must be the ARN of a certificate in the region of the API',
    ),
    oidc: z
      .strictObject({
        issuer,
        audience: z
          .array(z.string().regex(/^[!-~]{1,128}$/, 'must be 1 to 128 printable characters'))
          .min(1, 'must name at least one audience')
          .max(maxAudiences),
        userClaim: z
          .string()
          .regex(/^[!-~]{1,64}$/, 'must be the name of a claim')
          .default('email'),
        consoleClientId: publicClient,
        commandLineClientId: publicClient,
      })
      .nullable()
      .default(null),
    cognito: z
      .strictObject({
        domainPrefix: z
          .string()
          .regex(domainPrefixPattern, `must match ${domainPrefixPattern.source}`)
          .refine((prefix) => !reservedByCognito.test(prefix), 'may not contain aws, amazon or cognito')
          .nullable()
          .default(null),
        mfa: z.enum(['optional', 'required']).default('required'),
      })
      .prefault({}),
    adminEmail: z
      .string()
      .max(256)
      .regex(emailPattern, 'must be an email address')
      .transform((email) => email.toLowerCase())
      .nullable()
      .default(null),
    throttle: z
      .strictObject({
        rateLimit: z.int().min(1).default(5000),
        burstLimit: z.int().min(1).default(2500),
      })
      .prefault({}),
    waf: z
      .union([z.boolean(), z.strictObject({ requestsPerAddress: z.int().min(10).max(2_000_000_000) })])
      .default(false)
      .transform((given) => {
        if (given === false) return null;
        return given === true ? { requestsPerAddress: 30_000 } : given;
      }),
    warmThroughput: z
      .preprocess(
        byTable,
        z.strictObject({ credentials: capacity, registry: capacity, usage: capacity, outbox: capacity }),
      )
      .prefault({}),
    gatewayCloudWatchRole: z.boolean().default(true),
    authorizerReservedConcurrency: z.int().min(1).nullable().default(null),
    gatewayAuthorizerReservedConcurrency: z.int().min(1).nullable().default(null),
  })
  .superRefine((configuration, context) => {
    if (!Object.hasOwn(configuration.rateLimitTiers, configuration.defaultRateLimitTier)) {
      context.addIssue({
        code: 'custom',
        path: ['defaultRateLimitTier'],
        message: `is not one of rateLimitTiers: ${Object.keys(configuration.rateLimitTiers).join(', ')}`,
      });
    }
    const prefixes = [configuration.prefix, ...configuration.previousPrefixes];
    if (new Set(prefixes).size !== prefixes.length) {
      context.addIssue({
        code: 'custom',
        path: ['previousPrefixes'],
        message: 'lists a prefix twice, or the current one',
      });
    }
  })
  .superRefine(checkSignIn);

interface SignInKeys {
  readonly deploymentName: string;
  readonly console: boolean;
  readonly consoleOrigin: string | null;
  readonly consoleDomain: object | null;
  readonly oidc: object | null;
  readonly cognito: { readonly domainPrefix: string | null };
}

function checkSignIn(configuration: SignInKeys, context: z.RefinementCtx): void {
  const { console: isHosted, consoleOrigin, consoleDomain, oidc, cognito } = configuration;
  const wrong = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
  if (consoleDomain !== null && !isHosted) wrong(['consoleDomain'], 'needs console');
  if (consoleDomain !== null && consoleOrigin !== null) {
    wrong(['consoleOrigin'], 'is where a console of your own is served, and follows from consoleDomain here');
  }
  const hasUserPool = oidc === null && (isHosted || consoleOrigin !== null);
  if (hasUserPool && cognito.domainPrefix === null && reservedByCognito.test(configuration.deploymentName)) {
    wrong(['cognito', 'domainPrefix'], 'must be set: deploymentName has a word that Cognito reserves');
  }
}

/** There was one capacity before, that of the table Credentials, or null. */
function byTable(given: unknown): unknown {
  const isOne =
    typeof given === 'object' &&
    given !== null &&
    ('readUnitsPerSecond' in given || 'writeUnitsPerSecond' in given);
  return isOne ? { credentials: given } : (given ?? {});
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text) || /[\s?#]/.test(text) || text.includes('/.well-known')) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopbackHosts.has(hostname));
}

function areSpans(texts: readonly string[]): boolean {
  const lengths = new Set(texts.map((text) => durationMs(durationPattern, text)));
  return lengths.size === texts.length && !lengths.has(Number.NaN);
}
