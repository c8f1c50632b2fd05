import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfiguration } from '../../local/dynamodb/dynamodb.ts';
import { describeTable, schemaOf } from '../../local/dynamodb/table.ts';

/** What the engine's importer wants to be told of a table. */
export interface TableSchema {
  readonly Table: { readonly TableName: string };
}

/**
 * The tables as deployed.
 *
 * @param hasStreams whether with their streams, which nobody reads where functions are called alone
 */
export async function tableSchemas(
  endpoint: string,
  tables: readonly string[],
  hasStreams = false,
): Promise<TableSchema[]> {
  const client = new DynamoDBClient(clientConfiguration(endpoint));
  const schemas = tables.map(async (TableName) => {
    const { StreamSpecification, ...schema } = schemaOf((await describeTable(client, TableName)) ?? {});
    return { Table: { TableName, ...schema, ...(hasStreams && { StreamSpecification }) } };
  });
  return await Promise.all(schemas).finally(() => client.destroy());
}
