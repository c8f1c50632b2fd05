import { randomUUID } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AttributeValue, DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { limiterKey } from '../../lambdas/contract/credential-items.ts';
import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import type { Tables, UsageTable } from '../../lambdas/store/client.ts';
import { createUseForgetter } from '../../lambdas/store/last-use-forgetter.ts';
import { apiKeyKey } from '../../lambdas/store/keys.ts';
import { systemRandom } from '../../lambdas/functions/system.ts';
import { createDirectoryStore } from '../../lambdas/store/directory.ts';
import { createPurgeStore } from '../../lambdas/store/purge.ts';
import { createSubscriptionReader } from '../../lambdas/store/subscriptions.ts';
import { createWebhookStore } from '../../lambdas/store/webhooks.ts';
import type { Engine } from '../support/engine.ts';
import type { Deployment } from '../support/engine-deployment.ts';
import { apiKeyIdOf } from '../support/memory-brands.ts';
import { setEnvironment } from '../support/memory-environment.ts';
import { pacingBy } from '../support/memory-ports.ts';
import { settings } from '../support/memory-settings.ts';

setEnvironment();
const { makeHandler } = await import('../../lambdas/functions/reconciler/index.ts');

const dayMs = 86_400_000;

/** A key as the API answered its creation. */
export interface Minted {
  readonly id: string;
  readonly name: string;
  readonly userId: string;
  readonly secret: string;
}

/** A user who may mint keys. */
export async function addUser({ admin }: Deployment): Promise<string> {
  const userId = `${randomUUID()}@example.com`;
  const { status } = await admin('createUser', { body: { userId, roles: ['admin'] } });
  if (status !== 201) throw new Error(`the user was not created: ${status}`);
  return userId;
}

export async function mint(api: Deployment, userId: string, body: object = {}): Promise<Minted> {
  const name = randomUUID();
  const answer = await api.admin('createApiKey', { body: { name, userId, ...body } });
  if (answer.status !== 201) throw new Error(`the key was not created: ${answer.text}`);
  return { id: answer.body.id, name: answer.body.name, userId, secret: answer.body.key };
}

/** A key of an hour with a retiring secret and a limiter, so that there is one of everything to leave behind. */
export async function mintRich({ tables }: Engine, api: Deployment, userId: string): Promise<Minted> {
  const key = await mint(api, userId, { expiresIn: '1h' });
  const rotated = await api.admin('rotateApiKey', { at: { id: key.id }, body: { gracePeriod: '10m' } });
  if (rotated.status !== 200) throw new Error(`the key was not rotated: ${rotated.text}`);
  const { client, credentials } = tables;
  await client.send(
    new PutCommand({ TableName: credentials, Item: { ...limiterKey(apiKeyIdOf(key.id)), tat: 1 } }),
  );
  return { ...key, secret: rotated.body.key };
}

/** Goes on until keys of an hour are past their ttl. */
export function outliveRetention({ clock }: Deployment): void {
  clock.set(clock.now() + settings.retentionDays * dayMs + 3_601_000);
}

let sequence = 0;

/** Does what DynamoDB does some day after a ttl has passed, and gives the stream's record of it. */
export async function removeByTtl({ tables }: Engine, id: string): Promise<DynamoDBRecord> {
  const { client, registry } = tables;
  const Key = apiKeyKey(apiKeyIdOf(id));
  const { Item } = await client.send(new GetCommand({ TableName: registry, Key, ConsistentRead: true }));
  if (Item === undefined) throw new Error('the record was removed before');
  await client.send(new DeleteCommand({ TableName: registry, Key }));
  sequence += 1;
  return {
    eventID: `event-${sequence}`,
    eventName: 'REMOVE',
    userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    dynamodb: {
      SequenceNumber: `${1_000 + sequence}`,
      Keys: marshall(Key) as Record<string, AttributeValue>,
      OldImage: marshall(Item) as Record<string, AttributeValue>,
    },
  };
}

/** Hands records to the reconciler. */
export function deliver(
  tables: Tables & UsageTable,
  { clock }: Pick<Deployment, 'clock'>,
  ...Records: readonly DynamoDBRecord[]
): Promise<DynamoDBBatchResponse> {
  const purges = createPurgeStore(tables, settings, clock.now);
  const forgetUse = createUseForgetter(tables, settings, clock.now);
  const handler = makeHandler({
    purges,
    forgetUse,
    subscriptions: createSubscriptionReader(tables),
    webhooks: createWebhookStore(tables, settings, clock.now),
    directory: createDirectoryStore(tables, pacingBy(clock)),
    clock,
    random: systemRandom,
  });
  return handler({ Records: [...Records] }, { awsRequestId: 'lambda-7' });
}

/** The chain of a key, oldest first. */
export async function chainOf(engine: Engine, id: string): Promise<AuditEvent[]> {
  return Object.entries(await engine.contents())
    .filter(([key]) => key.startsWith(`KEY#${id} AUDIT#`))
    .map(([, item]) => item['event'] as AuditEvent)
    .toSorted((left, right) => left.sequence - right.sequence);
}
