import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  NoSuchResourceException,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { quotas } from '../../capacity/quotas.ts';
import type { Answer, TableQuotas } from '../account.ts';
import { ask } from './ask.ts';
import type { ClientOptions } from './clients.ts';

/** From Service Quotas, since `DescribeLimits` tells of provisioned capacity and these tables are on demand. */
export function askTableQuotas(options: ClientOptions): Promise<Answer<TableQuotas>> {
  const client = new ServiceQuotasClient(options);
  return ask('servicequotas:GetServiceQuota', async () => {
    const [reads, writes] = await Promise.all([
      valueOf(client, quotas.tableReads.code),
      valueOf(client, quotas.tableWrites.code),
    ]);
    return { reads, writes };
  });
}

/** What was granted, or the default where nothing ever was (Service Quotas API reference, GetServiceQuota). */
async function valueOf(client: ServiceQuotasClient, QuotaCode: string): Promise<number> {
  const quota = { ServiceCode: 'dynamodb', QuotaCode };
  const { Quota } = await client.send(new GetServiceQuotaCommand(quota)).catch((error: unknown) => {
    if (!(error instanceof NoSuchResourceException)) throw error;
    return client.send(new GetAWSDefaultServiceQuotaCommand(quota));
  });
  return Quota?.Value ?? 0;
}
