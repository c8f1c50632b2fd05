/** Names and codes under which Service Quotas takes requests for more. */
export const quotas = {
  concurrency: { service: 'Lambda', name: 'Concurrent executions', code: 'L-B99A9384' },
  gatewayRate: { service: 'API Gateway', name: 'Throttle rate', code: 'L-8A5B8E43' },
  tableReads: { service: 'DynamoDB', name: 'Table-level read throughput limit', code: 'L-CF0CBE56' },
  tableWrites: { service: 'DynamoDB', name: 'Table-level write throughput limit', code: 'L-AB614373' },
} as const;

export type Quota = (typeof quotas)[keyof typeof quotas];
