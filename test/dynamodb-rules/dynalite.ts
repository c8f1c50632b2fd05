import { createRequire } from 'node:module';
import type { Attributes, Table, Value } from './table.ts';
import { violationOf } from './violation.ts';

/** A request as dynalite has read it: of its findings those that name attributes. */
export interface Parsed {
  readonly ExpressionAttributeValues?: Attributes;
  /** Sections of the UpdateExpression. A `val` is a value of the request; or a path, a function, a sum. */
  readonly _updates?: {
    readonly sections: readonly {
      readonly type: 'set' | 'remove' | 'add' | 'delete';
      readonly path: readonly (string | number)[];
      readonly val?: unknown;
    }[];
  };
  /** What the KeyConditionExpression asks of each key attribute. */
  readonly KeyConditions?: Readonly<Record<string, { readonly AttributeValueList: readonly Value[] }>>;
}

/** What dynalite's actions ask for tables and their items. */
interface Store {
  readonly options: { readonly maxItemSize: number };
  getTable(name: string, give: (error: null, table: Table) => void): void;
  getItemDb(): never;
}

interface Validations {
  checkTypes(request: object, types: unknown): Parsed;
  checkValidations(request: Parsed, types: unknown, custom: unknown, store: Store): void;
  validateAttributeValue(value: Value): string | undefined;
}

type Action = (store: Store, request: Parsed, done: (refusal: Error | null) => void) => void;

// dynalite has no types, and its parts are CommonJS.
const require = createRequire(import.meta.url);
const validations: Validations = require('dynalite/validations/index.js');
export const {
  itemSize,
}: { itemSize(this: void, item: Attributes): number } = require('dynalite/db/index.js');

const operations = {
  PutItem: [require('dynalite/validations/putItem.js'), require('dynalite/actions/putItem.js')],
  GetItem: [require('dynalite/validations/getItem.js'), require('dynalite/actions/getItem.js')],
  UpdateItem: [require('dynalite/validations/updateItem.js'), require('dynalite/actions/updateItem.js')],
  DeleteItem: [require('dynalite/validations/deleteItem.js'), require('dynalite/actions/deleteItem.js')],
  Query: [require('dynalite/validations/query.js'), require('dynalite/actions/query.js')],
  Scan: [require('dynalite/validations/scan.js'), require('dynalite/actions/scan.js')],
} as const;

/** An operation on one table. */
export type Operation = keyof typeof operations;

export const isOperation = (name: string): name is Operation => name in operations;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const maxItemBytes = 400 * 1024;

/** Thrown where there should be items: whoever reaches for them has kept every rule. */
const reachedItems = new Error('no items');

/**
 * Holds a request against the rules as dynalite has them (github.com/architect/dynalite): its types, then what needs no
 * table, then what needs one, until it would read the items.
 *
 * @throws Violation
 */
export function checkByDynalite(operation: Operation, request: object, table: Table): Parsed {
  const [{ types, custom }, act] = operations[operation];
  const store: Store = {
    options: { maxItemSize: maxItemBytes },
    getTable: (_, give) => give(null, table),
    getItemDb() {
      throw reachedItems;
    },
  };
  let parsed: Parsed = {};
  try {
    parsed = validations.checkTypes({ ...request }, types);
    validations.checkValidations(parsed, types, custom, store);
    (act as Action)(store, parsed, (refusal) => {
      if (refusal !== null) throw refusal;
    });
  } catch (error) {
    if (error === reachedItems) return parsed;
    const { body } = error as { body?: { message?: string; Message?: string } };
    const message = body?.message ?? body?.Message;
    if (message === undefined) throw error;
    throw violationOf(message);
  }
  return parsed;
}

/**
 * Numbers, sets and nested values, which dynalite checks with a whole request as well.
 *
 * @throws Violation
 */
export function checkValues(attributes: Attributes): void {
  for (const value of Object.values(attributes)) {
    const message = validations.validateAttributeValue(value);
    if (message !== undefined) throw violationOf(message);
  }
}
