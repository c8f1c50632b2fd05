import { isOperation, type Operation } from './dynalite.ts';
import type { Body, Part } from './part.ts';
import type { Attributes } from './table.ts';
import { Violation } from './violation.ts';

/** What a transaction or a batch is made of, and how many of it there may be (API_TransactWriteItems.html and so on). */
const composed = {
  TransactWriteItems: { most: 100, parts: transactionParts },
  TransactGetItems: { most: 100, parts: transactionParts },
  BatchWriteItem: {
    most: 25,
    parts: ({ RequestItems }: Composed<Action[]>) =>
      Object.entries(RequestItems).flatMap(([TableName, requests]) =>
        requests.map((request) => {
          const { operation, body } = partOf(request);
          return { operation, body: { ...body, TableName } };
        }),
      ),
  },
  BatchGetItem: {
    most: 100,
    parts: ({ RequestItems }: Composed<{ Keys: Attributes[] }>) =>
      Object.entries(RequestItems).flatMap(([TableName, { Keys, ...reading }]) =>
        Keys.map((Key) => ({ operation: 'GetItem', body: { ...reading, TableName, Key } }) as const),
      ),
  },
};

/** One member, named by what is done. */
type Action = Readonly<Record<string, Body>>;

interface Composed<Requests> {
  readonly TransactItems: readonly Action[];
  readonly RequestItems: Readonly<Record<string, Requests>>;
}

const actions: Readonly<Record<string, { readonly operation: Operation; readonly needs: string }>> = {
  Get: { operation: 'GetItem', needs: 'Key' },
  Put: { operation: 'PutItem', needs: 'Item' },
  Update: { operation: 'UpdateItem', needs: 'UpdateExpression' },
  Delete: { operation: 'DeleteItem', needs: 'Key' },
  // A condition without a write: it has the members of a Delete.
  ConditionCheck: { operation: 'DeleteItem', needs: 'ConditionExpression' },
  PutRequest: { operation: 'PutItem', needs: 'Item' },
  DeleteRequest: { operation: 'DeleteItem', needs: 'Key' },
};

export const isComposed = (operation: string): operation is keyof typeof composed => operation in composed;

/**
 * The parts of a request: it alone, unless it is a transaction or a batch.
 *
 * @returns nothing for an operation that reads and writes no items
 * @throws Violation where they are too many or none, or one is not a single action with what it needs
 */
export function partsOf(operation: string, body: object): readonly Part[] {
  if (isOperation(operation)) return [{ operation, body: body as Body }];
  if (!isComposed(operation)) return [];
  const { most, parts } = composed[operation];
  const found = parts(body as Composed<any>);
  if (found.length === 0 || found.length > most)
    throw new Violation('number of items', `${found.length} in a ${operation}, 1 to ${most} are allowed`);
  return found;
}

function transactionParts({ TransactItems }: Pick<Composed<never>, 'TransactItems'>): Part[] {
  return TransactItems.map(partOf);
}

function partOf(item: Action): Part {
  const [[name, body] = ['', undefined], ...others] = Object.entries(item);
  const action = actions[name];
  if (action === undefined || body === undefined || others.length > 0)
    throw new Violation('one action an item', Object.keys(item).join(', '));
  if (body[action.needs] === undefined) throw new Violation('parameters', `${name} without ${action.needs}`);
  return { operation: action.operation, body };
}
