import { DynamoDBServiceException, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { type Engine, startEngine } from '../support/engine.ts';
import { planted, things } from './planted.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await startEngine();
});

/** An index key of 1,025 bytes, which the engine takes. */
const violating = ({ tables: { registry: TableName } }: Engine) => {
  const Item = { pk: { S: 'a' }, sk: { S: 'b' }, nameSort: { S: 'x'.repeat(1_025) } };
  return { TransactItems: [{ Put: { TableName, Item } }] };
};

async function ask({ endpoint }: Engine, operation: string, request: object): Promise<string> {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20260101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  };
  const answer = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(request) });
  return `${answer.status} ${await answer.text()}`;
}

test('stand before the engine: what breaks a rule is refused, and told again at the end', async () => {
  const sent = engine.tables.client.send(new TransactWriteItemsCommand(violating(engine)));
  await expect(sent).rejects.toBeInstanceOf(DynamoDBServiceException);
  await expect(sent).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(/^key size: nameSort of Registry-/),
  });
  await expect(engine.stop()).rejects.toThrow('key size');
});

test('what is mended passes the rules and the engine', async () => {
  expect(await ask(engine, 'CreateTable', things)).toMatch(/^200 /);
  for (const [operation, requests] of Object.entries(planted)) {
    for (const [, , , mended] of requests)
      expect(await ask(engine, operation, mended)).toMatch(/^200 |ConditionalCheckFailed/);
  }
  await ask(engine, 'DeleteTable', { TableName: things.TableName });
  await engine.stop();
});
