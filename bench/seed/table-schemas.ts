import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** The tables as deployed, in the form in which the engine's importer wants to be told of them. */
export async function tableSchemas(endpoint: string, tables: readonly string[]): Promise<object[]> {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    const described = tables.map((TableName) => client.send(new DescribeTableCommand({ TableName })));
    return (await Promise.all(described)).map(({ Table }) => ({
      Table: {
        TableName: Table?.TableName,
        KeySchema: Table?.KeySchema,
        AttributeDefinitions: Table?.AttributeDefinitions,
        GlobalSecondaryIndexes: Table?.GlobalSecondaryIndexes?.map(
          ({ IndexName, KeySchema, Projection }) => ({
            IndexName,
            KeySchema,
            Projection,
          }),
        ),
      },
    }));
  } finally {
    client.destroy();
  }
}
