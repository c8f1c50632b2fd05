import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Rules } from './rules.ts';

const text = new TextDecoder();

/** Holds all that a client sends against the rules, for less than the way through a proxy costs. */
export function obeyRules(client: DynamoDBClient, rules: Rules): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const { headers, body } = args.request as { headers: Record<string, string>; body: Uint8Array };
      rules.check(String(headers['x-amz-target']), text.decode(body));
      return next(args);
    },
    { step: 'build', name: 'dynamoDbRules' },
  );
}
