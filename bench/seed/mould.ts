import { createHash, randomUUID } from 'node:crypto';
import { type AttributeValue, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { keyBeginnings } from '../../lambdas/contract/tables.ts';
import { clientConfiguration } from '../../local/dynamodb/dynamodb.ts';
import type { Stage } from '../stage.ts';

/** What differs between one key, or user, and the next. */
export interface Casting {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly nameHash: string;
  readonly createdAtMs: string;
  readonly createdAt: string;
  readonly userId: string;
}

/** An item as text, cut where a member of a casting belongs. */
interface Template {
  readonly table: string;
  readonly texts: readonly string[];
  readonly members: readonly (keyof Casting)[];
}

/** Items of a key and of its user as the API stores them, from which any number of others are cast. */
export interface Mould {
  readonly key: readonly Template[];
  readonly user: readonly Template[];
}

type Item = Record<string, AttributeValue>;

/** Makes a user and a key through the API, and takes the mould from what that wrote, whatever its shape. */
export async function takeMould({
  administrator,
  deployment,
  engine,
  fixtures,
}: Pick<Stage, 'administrator' | 'deployment' | 'engine'> & {
  readonly fixtures: Pick<Stage['fixtures'], 'role'>;
}): Promise<Mould> {
  const userId = `mould-${randomUUID()}@example.com`;
  const user = { userId, displayName: 'A cast user', roles: [fixtures.role] };
  await administrator.call('directory', { method: 'POST', resource: '/v1/users', body: user });
  const name = `mould ${randomUUID()}`;
  const { id, key, createdAt } = await administrator.mint({ name, userId });
  const cast: Casting = {
    id,
    name,
    userId,
    hash: sha256(key),
    // Names are folded before they are hashed; this one is as it is when folded.
    nameHash: sha256(name),
    createdAtMs: String(Date.parse(createdAt)),
    createdAt,
  };
  const templates: Record<keyof Mould, Template[]> = { key: [], user: [] };
  for (const table of Object.values(deployment.tables)) {
    for (const item of await itemsOf(engine.endpoint, table)) {
      // No call that is measured reads audit events of other keys, and there are as many as keys.
      if (item['sk']?.S?.startsWith(keyBeginnings.auditEvent) === true) continue;
      const text = JSON.stringify({ Item: item });
      if ([id, cast.hash, cast.nameHash].some((own) => text.includes(own))) {
        templates.key.push(cut(table, text, cast));
      } else if (text.includes(userId)) templates.user.push(cut(table, text, cast));
    }
  }
  if (!templates.key.some(({ members }) => members.includes('nameHash'))) {
    throw new Error('no item guards the name of a key: the mould does not fit the store any more');
  }
  return templates;
}

/** One line of an export of a table (DynamoDB JSON). */
export function castItem({ texts, members }: Template, casting: Casting): string {
  return texts
    .map((text, index) => text + (index < members.length ? casting[members[index] ?? 'id'] : ''))
    .join('');
}

/**
 * What is particular to one of so many keys. Ids and hashes ascend with the number, and lie as evenly as random ones:
 * a million items in order are imported in a fraction of the time, and are found no faster afterwards.
 */
export function castingOf(number: number, keys: number, userId: string): Casting {
  const beginning = Math.floor(((number + Math.random()) / keys) * 2 ** 32)
    .toString(16)
    .padStart(8, '0');
  const name = `cast key ${String(number).padStart(8, '0')}`;
  // A second apart, as lists by time expect; a million take eleven days.
  const createdAtMs = 1_700_000_000_000 + number * 1_000;
  return {
    id: beginning + randomUUID().slice(beginning.length),
    name,
    userId,
    // Nobody has a secret of this hash, and nobody asks for this name.
    hash: beginning + sha256(`secret of ${name}`).slice(beginning.length),
    nameHash: beginning + sha256(name).slice(beginning.length),
    createdAtMs: String(createdAtMs),
    createdAt: new Date(createdAtMs).toISOString(),
  };
}

function cut(table: string, text: string, cast: Casting): Template {
  const names = Object.keys(cast) as (keyof Casting)[];
  const pattern = new RegExp(names.map((name) => cast[name].replaceAll('.', String.raw`\.`)).join('|'), 'g');
  const found = text.match(pattern) ?? [];
  const members = found.map((value) => names.find((name) => cast[name] === value) ?? 'id');
  return { table, texts: text.split(pattern), members };
}

async function itemsOf(endpoint: string, TableName: string): Promise<Item[]> {
  const client = new DynamoDBClient(clientConfiguration(endpoint));
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName, ConsistentRead: true, ...(start && { ExclusiveStartKey: start }) }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  client.destroy();
  return items;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
