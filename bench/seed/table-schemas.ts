import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfiguration } from '../../local/dynamodb/dynamodb.ts';
import { describeTable, schemaOf } from '../../local/dynamodb/table.ts';

/** The tables as deployed, in the form in which the engine's importer wants to be told of them. */
export async function tableSchemas(endpoint: string, tables: readonly string[]): Promise<object[]> {
  const client = new DynamoDBClient(clientConfiguration(endpoint));
  const schemas = tables.map(async (TableName) => {
    const { StreamSpecification: _, ...schema } = schemaOf((await describeTable(client, TableName)) ?? {});
    return { Table: { TableName, ...schema } };
  });
  return await Promise.all(schemas).finally(() => client.destroy());
}
