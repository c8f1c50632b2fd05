/** Where a console is served, here or elsewhere. */
export const origin = 'https://keys.example.com';
/** In the region that CloudFront wants. */
export const certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b';
export const regionalCertificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/2c3d';
export const zone = 'Z0123456789ABC';

/** What `-c key=value` would say: the configurations that are tested beside `cdk.json` as it stands. */
export const configurations = {
  signIn: { adminEmail: 'Ann@Example.com' },
  second: {
    deploymentName: 'second',
    keyPrefix: 'acme',
    consoleDomain: JSON.stringify({
      name: 'keys.example.com',
      certificateArn: certificate,
      hostedZoneId: zone,
    }),
    apiDomain: JSON.stringify({
      name: 'keys-api.example.com',
      certificateArn: regionalCertificate,
      hostedZoneId: zone,
    }),
    adminEmail: 'Admin@Example.com',
    gatewayCloudWatchRole: 'false',
    waf: 'true',
    warmThroughput: JSON.stringify({
      credentials: { readUnitsPerSecond: 20_000, writeUnitsPerSecond: 5_000 },
      registry: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 6_000 },
      usage: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 10_000 },
    }),
  },
  trial: {
    // Where a console is hosted here, its origin stands in the settings as a reference.
    console: 'false',
    retentionDays: '0.0001',
    rateLimitTiers: '{"tiny":5}',
    defaultRateLimitTier: 'tiny',
    usageDetail: 'denied',
    keyPolicy: '{"maxLifetimeDays":365}',
  },
  ownIssuer: {
    oidc: '{"issuer":"https://login.example.com/","audience":["latchkey","other"],"userClaim":"sub","consoleClientId":"latchkey-console","commandLineClientId":"latchkey-cli"}',
    adminEmail: 'ann@example.com',
  },
  keysOnly: { console: 'false' },
  consoleElsewhere: { console: 'false', consoleOrigin: origin },
} as const;

export type ConfigurationName = keyof typeof configurations;
