import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Functions } from './functions.ts';

type StreamItem = Record<string, AttributeValue>;

const dayMs = 86_400_000;

/**
 * Two webhooks that lead nowhere are told of events: one has failed for a day, the other, which hears all, for five. The
 * first is tried, asked for its deliveries, and sent events again.
 */
export async function tellWebhooks(functions: Functions, client: DynamoDBClient): Promise<void> {
  const call = functions.call.bind(functions);
  const invoke = functions.invoke.bind(functions);
  const set = (TableName: string, pk: string, sk: string, values: Record<string, unknown>) => {
    const names = Object.keys(values);
    return client.send(
      new UpdateItemCommand({
        TableName,
        Key: marshall({ pk, sk }),
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: marshall(
          Object.fromEntries(names.map((name) => [`:${name}`, values[name]])),
        ),
      }),
    );
  };
  const itemsAt = async (TableName: string, pk: string, beginning: string): Promise<StreamItem[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :beginning)',
        ExpressionAttributeValues: marshall({ ':pk': pk, ':beginning': beginning }),
      }),
    );
    return Items;
  };
  const inserted = (items: readonly StreamItem[]) => ({
    Records: items.map((NewImage) => ({
      eventName: 'INSERT',
      dynamodb: { Keys: { pk: NewImage['pk'], sk: NewImage['sk'] }, NewImage },
    })),
  });

  const body = { name: 'told', url: 'https://[2606:4700:4700::1111]/', kind: 'https', events: ['*'] };
  const failing: [id: string, days: number][] = [];
  for (const [scope, days] of [
    ['own', 2],
    ['all', 6],
  ] as const) {
    const { id } = await call('createWebhook', { body: { ...body, scope } });
    failing.push([id, days]);
  }
  const [[told] = ['']] = failing;
  await call('updateWebhook', { at: { id: failing[1]![0] }, body: { name: 'told of all' } });
  const { id: keyId } = await call('createApiKey', { body: { name: 'told of', expiresIn: '1d' } });
  await call('updateApiKey', { at: { id: keyId }, body: { description: 'told' } });
  const happened = [
    ...(await itemsAt('Registry', `KEY#${keyId}`, 'AUDIT#')),
    ...(await itemsAt('Registry', `WEBHOOK#${failing[1]![0]}`, 'AUDIT#')),
  ];
  await invoke('audit-exporter', inserted(happened));
  const ids = happened.map((item) => item['event']?.M?.['eventId']?.S ?? '');
  const added = await Promise.all(ids.map((id) => itemsAt('Outbox', `EVENT#${id}`, 'EVENT')));
  await invoke('dispatcher', inserted(added.flat()));

  for (const [id, days] of failing) {
    // Nothing is sent to an address that is not public, and nobody has changed it since it began to fail.
    await set('Registry', `WEBHOOK#${id}`, 'WEBHOOK', { url: 'https://127.0.0.1/', updatedAt: 0 });
    const since = { failures: 5, failingSince: Date.now() - days * dayMs, isNoticed: false };
    await set('Outbox', `WEBHOOK#${id}`, 'LINE', since);
    const waiting = await itemsAt('Outbox', `WEBHOOK#${id}`, 'DELIVERY#');
    const deliveries = waiting.map(({ sk }) => sk?.S ?? '');
    // Beyond the attempt that the sender waits for.
    for (const sk of deliveries) await set('Outbox', `WEBHOOK#${id}`, sk, { begun: 2 });
    await invoke('sender', { endpointId: id, deliveries });
  }

  const at = { id: told };
  await call('testWebhook', { at });
  const [{ id: deliveryId }] = await call('listWebhookDeliveries', { at });
  await call('retryWebhookDelivery', { at: { ...at, deliveryId } });
  await invoke('clock', {});
  const [from, to] = [Date.now() - dayMs, Date.now()].map((time) => new Date(time).toISOString());
  await call('replayWebhook', { at, body: { from, to } });
  for (const [id] of failing) await call('deleteWebhook', { at: { id } });
}
