import { checkPart, type Part } from './part.ts';
import { isComposed, partsOf } from './parts.ts';
import type { Table } from './table.ts';
import { Violation } from './violation.ts';

const megabyte = 1024 * 1024;
/** API_TransactWriteItems.html, API_BatchWriteItem.html. */
const maxBytes = new Map([
  ['TransactWriteItems', 4 * megabyte],
  ['BatchWriteItem', 16 * megabyte],
]);

/** DynamoDB's rules about requests that read and write items, for an engine that is laxer. */
export class Rules {
  /** Every one that was found. */
  readonly violations: Violation[] = [];
  readonly #tables = new Map<string, Table>();

  /**
   * Holds a request against the rules. A table is known from its creation; what is asked of an unknown one is not
   * judged, nor are operations on tables.
   *
   * @param target the `x-amz-target` of the request
   * @param text its body
   * @throws Violation the first that is found
   */
  check(target: string, text: string): void {
    try {
      this.#check(target, text);
    } catch (error) {
      if (error instanceof Violation) this.violations.push(error);
      throw error;
    }
  }

  /** Whether a request breaks none; one that does is not counted by that. */
  isKeptBy(target: string, text: string): boolean {
    try {
      this.#check(target, text);
      return true;
    } catch (error) {
      if (error instanceof Violation) return false;
      throw error;
    }
  }

  #check(target: string, text: string): void {
    const [api, operation = ''] = target.split('.');
    if (api !== 'DynamoDB_20120810') return;
    const body = JSON.parse(text) as Table;
    if (operation === 'CreateTable') this.#tables.set(body.TableName, body);
    this.#checkParts(operation, partsOf(operation, body));
  }

  /** DynamoDB's answer to a request that breaks a rule; undefined for one that breaks none. */
  refusal(target: string, text: string): { readonly status: number; readonly body: object } | undefined {
    try {
      this.check(target, text);
      return undefined;
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      const { name, message } = error;
      return { status: 400, body: { __type: `com.amazon.coral.validate#${name}`, message } };
    }
  }

  /** @throws AggregateError of all violations, so that no test passes over one */
  conclude(): void {
    if (this.violations.length > 0)
      throw new AggregateError(this.violations, this.violations.map(({ message }) => message).join('\n'));
  }

  #checkParts(operation: string, parts: readonly Part[]): void {
    const items = new Set<string>();
    let bytes = 0;
    for (const part of parts) {
      const table = this.#tables.get(part.body.TableName);
      if (table === undefined) continue;
      bytes += checkPart(part, table);
      if (!isComposed(operation)) return;
      const item = identityOf(part, table);
      if (items.has(item)) throw new Violation('item twice', `in a ${operation} on ${table.TableName}`);
      items.add(item);
    }
    if (bytes > (maxBytes.get(operation) ?? Number.POSITIVE_INFINITY))
      throw new Violation('request size', `${bytes} bytes in a ${operation}`);
  }
}

function identityOf({ body }: Part, { TableName, KeySchema }: Table): string {
  const attributes = body.Item ?? body.Key;
  return JSON.stringify([TableName, ...KeySchema.map(({ AttributeName }) => attributes?.[AttributeName])]);
}
