import { DescribeTableCommand, ResourceNotFoundException, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { Tables } from '../../../lambdas/store/client.ts';
import type { LiveTableNames, RestoreOptions, TableNames } from '../options.ts';
import { RestoreError } from '../restore-error.ts';

type Kind = keyof LiveTableNames;

const logicalIds = {
  credentials: 'Credentials',
  registry: 'Registry',
  usage: 'Usage',
  outbox: 'Outbox',
} as const;

/**
 * The names of the live tables: as given, or as CloudFormation has named those of the deployment's stack.
 *
 * @throws RestoreError where a table is not there, or more than one could be meant
 */
export async function findLiveTables(
  client: Tables['client'],
  { copy, live, stack }: RestoreOptions,
): Promise<LiveTableNames> {
  const copies = new Set(Object.values(copy));
  const find = async (kind: Kind): Promise<string> => {
    const given = live[kind];
    if (given !== undefined) return given;
    const beginning = `${stack}-data-${logicalIds[kind]}`;
    const isMeant = (name: string) => name.startsWith(beginning) && !copies.has(name);
    const found = (await allTables(client)).filter(isMeant);
    const [name] = found;
    if (name !== undefined && found.length === 1) return name;
    const what = found.length === 0 ? 'No table begins' : `${found.length} tables begin`;
    throw new RestoreError(`${what} with ${beginning}: name the live one with --live-${kind}`);
  };
  return {
    credentials: await find('credentials'),
    registry: await find('registry'),
    usage: copy.usage === undefined ? undefined : await find('usage'),
    outbox: await find('outbox'),
  };
}

async function allTables(client: Tables['client']): Promise<string[]> {
  const names: string[] = [];
  let ExclusiveStartTableName: string | undefined;
  do {
    const page = await client.send(new ListTablesCommand({ ExclusiveStartTableName }));
    names.push(...(page.TableNames ?? []));
    ExclusiveStartTableName = page.LastEvaluatedTableName;
  } while (ExclusiveStartTableName !== undefined);
  return names;
}

/**
 * Makes sure that all tables can be worked with before anything is read.
 *
 * @throws RestoreError
 */
export async function checkTables(
  client: Tables['client'],
  named: readonly (TableNames & Partial<LiveTableNames>)[],
): Promise<void> {
  for (const { credentials, registry, usage, outbox } of named) {
    await checkTable(client, credentials, ['pk']);
    await checkTable(client, registry, ['pk', 'sk']);
    if (usage !== undefined) await checkTable(client, usage, ['pk', 'sk']);
    if (outbox !== undefined) await checkTable(client, outbox, ['pk', 'sk']);
  }
}

async function checkTable(client: Tables['client'], TableName: string, keys: string[]): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName })).catch((error: unknown) => {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new RestoreError(`There is no table ${TableName}`, { cause: error });
  });
  if (Table?.TableStatus !== 'ACTIVE') {
    throw new RestoreError(`Table ${TableName} is ${Table?.TableStatus}: wait until it is ACTIVE`);
  }
  const schema = (Table.KeySchema ?? []).map(({ AttributeName }) => AttributeName);
  if (schema.join() !== keys.join()) {
    throw new RestoreError(
      `Table ${TableName} has the key ${schema.join(', ')} instead of ${keys.join(', ')}`,
    );
  }
}
