import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshallOptions } from '../../lambdas/store/client.ts';
import { commandLine } from '../../local/process.ts';
import { type Engine, engineClient } from '../../test/support/engine.ts';

/** The tables of a running server, in its embedded engine. */
export async function tablesOf(dataFolder: string): Promise<Engine['tables']> {
  const { pid } = JSON.parse(readFileSync(join(dataFolder, 'engine.json'), 'utf8')) as { pid: number };
  const [, host, port] = /--host (\S+) --port (\d+)/.exec(commandLine(pid) ?? '') ?? [];
  if (host === undefined) throw new Error('the server runs no embedded engine');
  const raw = new DynamoDBClient({ ...engineClient, endpoint: `http://${host}:${port}` });
  const { TableNames = [] } = await raw.send(new ListTablesCommand({}));
  const named = (part: string): string => {
    const name = TableNames.find((each) => each.includes(part));
    if (name === undefined) throw new Error(`the server has no table ${part}`);
    return name;
  };
  return {
    client: DynamoDBDocumentClient.from(raw, { marshallOptions }),
    credentials: named('Credentials'),
    registry: named('Registry'),
    usage: named('Usage'),
    outbox: named('Outbox'),
  };
}
