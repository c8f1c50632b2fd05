import { Rules } from '../dynamodb-rules/rules.ts';
import { type Need, Needs } from './need.ts';

/** What a request does: an action of IAM, the table, and the `pk` of an item; null for a range of an index. */
type Deed = readonly [action: string, resource: string, pk: string | null];

interface Request {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeValues?: Readonly<Record<string, { readonly S?: string }>>;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly TransactItems?: readonly Readonly<Record<string, Request>>[];
  readonly RequestItems?: Readonly<Record<string, Reads | readonly BatchedPut[]>>;
}

/** What BatchGetItem asks of a table, and a part of what BatchWriteItem does to one. */
type Reads = { readonly Keys: readonly Item[] };
type BatchedPut = { readonly PutRequest: { readonly Item: Item } };

type Item = Readonly<Record<string, { readonly S?: string }>>;

/** Permissions that parts of transactions take (DynamoDB developer guide, "Using IAM with DynamoDB transactions"). */
const actionOfPart: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/** Notes who asks DynamoDB for what. A function is named while it runs, and one runs at a time. */
export class Calls extends Rules {
  /** Transactions that are still to be cancelled, as if others held their items. */
  conflicts = 0;
  readonly #byFunction = new Map<string, Needs>();
  #running: string | null = null;

  /** Runs a function, and notes what it asks for under its name. */
  async during<T>(name: string, run: () => Promise<T>): Promise<T> {
    this.#running = name;
    try {
      return await run();
    } finally {
      this.#running = null;
    }
  }

  needsOf(name: string): ReadonlyMap<string, Need> {
    return this.#byFunction.get(name)?.all ?? new Map();
  }

  /** Notes a call that the running function makes of any service. */
  note(action: string, resource: string, partition: string | null = null): void {
    if (this.#running === null) return;
    const needs = this.#byFunction.get(this.#running) ?? new Needs();
    this.#byFunction.set(this.#running, needs);
    needs.add(action, resource, partition);
  }

  override refusal(target: string, text: string): ReturnType<Rules['refusal']> {
    const [, operation = ''] = target.split('.');
    const request = JSON.parse(text) as Request;
    for (const [action, resource, pk] of deedsOf(operation, request)) {
      this.note(`dynamodb:${action}`, resource, pk === null ? null : beginningOf(pk));
    }
    if (operation !== 'TransactWriteItems' || this.conflicts === 0) return undefined;
    this.conflicts -= 1;
    const CancellationReasons = request.TransactItems?.map(() => ({ Code: 'TransactionConflict' }));
    const code = 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException';
    return { status: 400, body: { __type: code, Message: 'cancelled', CancellationReasons } };
  }
}

function deedsOf(operation: string, request: Request): Deed[] {
  const { TableName, IndexName, TransactItems, RequestItems, Key, Item } = request;
  if (TransactItems !== undefined) {
    return TransactItems.flatMap((parts) =>
      Object.entries(parts).map(([part, body]): Deed => {
        return [actionOfPart[part] ?? part, body.TableName, pkOf(body.Key ?? body.Item)];
      }),
    );
  }
  if (RequestItems !== undefined) {
    return Object.entries(RequestItems).flatMap(([table, parts]) => {
      const items = 'Keys' in parts ? parts.Keys : parts.map(({ PutRequest }) => PutRequest.Item);
      return items.map((item): Deed => [operation, table, pkOf(item)]);
    });
  }
  if (IndexName !== undefined) return [[operation, `${TableName}/index/${IndexName}`, null]];
  return [[operation, TableName, operation === 'Query' ? queriedPk(request) : pkOf(Key ?? Item)]];
}

function queriedPk({ KeyConditionExpression = '', ExpressionAttributeValues = {} }: Request): string {
  const [, placeholder = ''] = /^pk = (:\w+)/.exec(KeyConditionExpression) ?? [];
  return textOf(ExpressionAttributeValues[placeholder], KeyConditionExpression);
}

function pkOf(key: Item | undefined): string {
  return textOf(key?.['pk'], JSON.stringify(key));
}

function textOf(value: { readonly S?: string } | undefined, where: string): string {
  if (value?.S === undefined) throw new Error(`no partition key is found in ${where}`);
  return value.S;
}

/** What tells the kinds of items of a table apart; null in a table with one kind. */
function beginningOf(pk: string): string | null {
  return /^[A-Z]+#/.exec(pk)?.[0] ?? null;
}
