import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Progress } from '../../lambdas/domain/webhooks/delivery.ts';

/** Where the deliveries to a webhook are, of one too that the API tells of no more. */
export async function deliveriesOf(
  webhookId: string,
  endpoint: string,
): Promise<(Progress & { readonly reason?: string })[]> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }),
  );
  try {
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: TableNames.find((name) => name.includes('Outbox')),
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :deliveries)',
        ExpressionAttributeValues: { ':pk': `WEBHOOK#${webhookId}`, ':deliveries': 'DELIVERY#' },
        ConsistentRead: true,
      }),
    );
    return Items.map(({ progress }) => progress as Progress);
  } finally {
    client.destroy();
  }
}
