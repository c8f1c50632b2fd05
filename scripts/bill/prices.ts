/** So much for units up to a bound, so much for the next ones, and so on; the last has no bound. */
export type Tiers = readonly (readonly [upTo: number, dollars: number])[];

interface Price {
  readonly what: string;
  /** What one price is for. */
  readonly unit: string;
  readonly tiers: Tiers;
  readonly source: string;
}

const flat = (dollars: number): Tiers => [[Infinity, dollars]];
const million = 1_000_000;

/**
 * Prices of us-east-1 as of 2026-11, without free tiers, savings plans and taxes. A tier's bound is in units: millions
 * of calls, GB-seconds, GB.
 */
export const prices = {
  restCalls: {
    what: 'API Gateway, REST calls',
    unit: 'million',
    tiers: [
      [333, 3.5],
      [1000, 2.8],
      [20_000, 2.38],
      [Infinity, 1.51],
    ],
    source: 'aws.amazon.com/api-gateway/pricing',
  },
  lambdaRequests: {
    what: 'Lambda, requests',
    unit: 'million',
    tiers: flat(0.2),
    source: 'aws.amazon.com/lambda/pricing',
  },
  lambdaDuration: {
    what: 'Lambda, duration on arm64',
    unit: 'million GB-seconds',
    tiers: [
      [7500, 13.3334],
      [18_750, 12.0001],
      [Infinity, 10.6667],
    ],
    source: 'aws.amazon.com/lambda/pricing',
  },
  readUnits: {
    what: 'DynamoDB on demand, read units',
    unit: 'million',
    tiers: flat(0.125),
    source: 'aws.amazon.com/dynamodb/pricing/on-demand',
  },
  writeUnits: {
    what: 'DynamoDB on demand, write units',
    unit: 'million',
    tiers: flat(0.625),
    source: 'aws.amazon.com/dynamodb/pricing/on-demand',
  },
  tableStorage: {
    what: 'DynamoDB, storage with point-in-time recovery (0.25 + 0.20)',
    unit: 'GB a month',
    tiers: flat(0.45),
    source: 'aws.amazon.com/dynamodb/pricing/on-demand',
  },
  lambdaLogs: {
    what: 'CloudWatch Logs, what functions print',
    unit: 'GB',
    tiers: [
      [10_000, 0.5],
      [30_000, 0.25],
      [50_000, 0.1],
      [Infinity, 0.05],
    ],
    source: 'aws.amazon.com/cloudwatch/pricing, vended logs',
  },
  accessLogs: {
    what: 'CloudWatch Logs, access log',
    unit: 'GB',
    tiers: flat(0.5),
    source: 'aws.amazon.com/cloudwatch/pricing',
  },
  masking: {
    what: 'CloudWatch Logs, data protection (masking)',
    unit: 'GB',
    tiers: flat(0.12),
    source: 'aws.amazon.com/cloudwatch/pricing',
  },
  logStorage: {
    what: 'CloudWatch Logs, storage (compressed)',
    unit: 'GB a month',
    tiers: flat(0.03),
    source: 'aws.amazon.com/cloudwatch/pricing',
  },
  transfer: {
    what: 'Data transfer to the internet',
    unit: 'GB',
    tiers: [
      [10_240, 0.09],
      [51_200, 0.085],
      [153_600, 0.07],
      [Infinity, 0.05],
    ],
    source: 'aws.amazon.com/ec2/pricing/on-demand',
  },
  alarmMetrics: {
    what: 'CloudWatch, metrics that alarms watch',
    unit: 'metric a month',
    tiers: flat(0.1),
    source: 'aws.amazon.com/cloudwatch/pricing',
  },
  customMetrics: {
    what: 'CloudWatch, metrics of our own',
    unit: 'metric a month',
    tiers: flat(0.3),
    source: 'aws.amazon.com/cloudwatch/pricing',
  },
  dashboards: {
    what: 'CloudWatch, dashboard',
    unit: 'dashboard a month',
    tiers: flat(3),
    source: 'aws.amazon.com/cloudwatch/pricing',
  },
  secrets: {
    what: 'Secrets Manager, a secret',
    unit: 'secret a month',
    tiers: flat(0.4),
    source: 'aws.amazon.com/secrets-manager/pricing',
  },
  busEvents: {
    what: 'EventBridge, events of one’s own',
    unit: 'million',
    tiers: flat(1),
    source: 'aws.amazon.com/eventbridge/pricing',
  },
  mails: {
    what: 'SES, mails',
    unit: 'thousand',
    tiers: flat(0.1),
    source: 'aws.amazon.com/ses/pricing',
  },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof prices;

/** What so many units cost, each tier at its price. */
export function priceOf(name: PriceName, units: number): number {
  let below = 0;
  let dollars = 0;
  for (const [upTo, price] of prices[name].tiers as Tiers) {
    dollars += Math.max(Math.min(units, upTo) - below, 0) * price;
    below = upTo;
  }
  return dollars;
}

/** So many single things in millions. */
export const inMillions = (count: number): number => count / million;
