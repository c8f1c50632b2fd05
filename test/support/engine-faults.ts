import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Tables } from '../../lambdas/store/client.ts';

type Command = Parameters<Tables['client']['send']>[0];
type Options = { readonly abortSignal?: AbortSignal };
type Answer = (command: Command, proceed: () => Promise<unknown>, options: Options) => Promise<unknown>;

/** The same tables behind a client whose answers a test may change: what DynamoDB does and the engine never. */
export function answering<T extends Pick<Tables, 'client'>>(tables: T, answer: Answer): T {
  const { client } = tables;
  const send = (command: Command, options: Options = {}) =>
    answer(command, () => client.send(command, options), options);
  // Paginators ask what class it has.
  return { ...tables, client: Object.assign(Object.create(client) as Tables['client'], { send }) };
}

/** Tables on which transactions are cancelled for these reasons, so many times, before one is let through. */
export function cancelling<T extends Pick<Tables, 'client'>>(
  tables: T,
  times: number,
  reasonsOf: (writes: number) => readonly string[],
  onCancel: (attempt: number) => Promise<unknown> = async () => {},
): { readonly tables: T; attempts(): number } {
  let attempts = 0;
  return {
    attempts: () => attempts,
    tables: answering(tables, async (command, proceed) => {
      if (!(command instanceof TransactWriteCommand)) return proceed();
      attempts += 1;
      if (attempts > times) return proceed();
      await onCancel(attempts);
      const CancellationReasons = reasonsOf(command.input.TransactItems?.length ?? 0).map((Code) => ({
        Code,
      }));
      throw new TransactionCanceledException({ $metadata: {}, message: 'cancelled', CancellationReasons });
    }),
  };
}

/** Another transaction holds the first item. */
export const conflict = (writes: number): string[] => [
  'TransactionConflict',
  ...Array.from({ length: writes - 1 }, () => 'None'),
];

/** Tables whose indexes stand still: a query that was answered once is answered the same for ever. */
export function withStaleIndexes<T extends Pick<Tables, 'client'>>(tables: T): T {
  const answers = new Map<string, Promise<unknown>>();
  return answering(tables, (command, proceed) => {
    if (!(command instanceof QueryCommand) || command.input.IndexName === undefined) return proceed();
    const key = JSON.stringify(command.input);
    const known = answers.get(key) ?? proceed();
    answers.set(key, known);
    return known;
  });
}
