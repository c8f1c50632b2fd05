import * as z from 'zod';
import { builtInScopes } from '../../lambdas/contract/scopes.ts';
import { allowedRetentionDays } from './log-retention.ts';

const prefixPattern = /^[a-z][a-z0-9]{1,5}$/;
const scopePattern = /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/;
const tierPattern = /^[a-z][a-z0-9-]{0,63}$/;
/** Scheme, host and optional port: exactly what a browser sends as `Origin`; plain http on loopback only. */
const originPattern = /^(https:\/\/[a-z0-9][a-z0-9.-]*|http:\/\/(localhost|127\.0\.0\.1))(:[0-9]{1,5})?$/;
/** What a `userId` may hold, with an `@`. */
const emailPattern = /^[A-Za-z0-9._+'-]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+$/;

/** CloudWatch Logs keeps events for ten years at most, short of for ever. */
const maxLogRetentionDays = 3653;
/** One identifier per prefix, and CloudWatch Logs takes ten in a data-protection policy. */
const maxPreviousPrefixes = 9;
/** A limiter is one DynamoDB item, and a partition takes 1,000 writes a second. */
const maxCallsPerMinute = 60_000;

const days = (max: number) => z.int().min(1).max(max);
const prefix = z.string().regex(prefixPattern, `must match ${prefixPattern.source}`);
const scopeName = z
  .string()
  .regex(scopePattern, `a scope is resource:action, ${scopePattern.source}`)
  .refine((name) => !Object.hasOwn(builtInScopes, name), 'is built in and cannot be redefined');

/** The object `latchkey` in the context of `cdk.json`. */
export const configurationSchema = z
  .strictObject({
    deploymentName: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must match ^[a-z][a-z0-9-]{0,30}$')
      .default('latchkey'),
    prefix: prefix.default('lk'),
    previousPrefixes: z.array(prefix).max(maxPreviousPrefixes).default([]),
    scopes: z.record(scopeName, z.string().min(1).max(256)).default({}),
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
    retentionDays: days(3650).default(30),
    auditRetentionDays: days(maxLogRetentionDays).default(400),
    usageRetentionDays: days(3650).default(90),
    logRetentionDays: z
      .int()
      .refine(
        (value) => allowedRetentionDays.includes(value),
        `CloudWatch Logs keeps ${allowedRetentionDays.join(', ')} days`,
      )
      .default(90),
    maxKeysPerUser: z.int().min(1).max(10_000).default(1000),
    consoleOrigin: z
      .string()
      .regex(originPattern, 'must be an origin such as https://keys.example.com, without a path')
      .nullable()
      .default(null),
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
    warmThroughput: z
      .strictObject({
        readUnitsPerSecond: z.int().min(12_000),
        writeUnitsPerSecond: z.int().min(4000),
      })
      .nullable()
      .default(null),
    gatewayCloudWatchRole: z.boolean().default(true),
    authorizerReservedConcurrency: z.int().min(1).nullable().default(null),
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
  });
