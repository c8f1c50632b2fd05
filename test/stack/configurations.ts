/** Where somebody else serves a console, and under what certificate this deployment would. */
export const origin = 'https://keys.example.com';
export const certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b';

/** What `-c key=value` would say: the configurations that are tested beside `cdk.json` as it stands. */
export const configurations = {
  signIn: { adminEmail: 'Ann@Example.com' },
  second: {
    deploymentName: 'second',
    keyPrefix: 'acme',
    consoleOrigin: origin,
    consoleCertificateArn: certificate,
    adminEmail: 'Admin@Example.com',
    gatewayCloudWatchRole: 'false',
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
    oidc: '{"issuer":"https://login.example.com/","audience":["latchkey","other"],"userClaim":"sub"}',
    adminEmail: 'ann@example.com',
  },
  keysOnly: { console: 'false' },
  consoleElsewhere: { console: 'false', consoleOrigin: origin },
} as const;

export type ConfigurationName = keyof typeof configurations;
