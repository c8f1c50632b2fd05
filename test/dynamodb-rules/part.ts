import { checkKeyAttributes, checkName, checkNames } from './attributes.ts';
import { keptByWorkerAs } from '../support/kept-by-worker.ts';
import { checkByDynalite, checkValues, itemSize, maxItemBytes, type Operation } from './dynalite.ts';
import type { Attributes, Table } from './table.ts';
import { Violation } from './violation.ts';

/** A single operation on a table: a request, or a part of one. */
export interface Part {
  readonly operation: Operation;
  readonly body: Body;
}

/** The body of a request as it was sent. */
export interface Body {
  readonly TableName: string;
  readonly Item?: Attributes;
  readonly Key?: Attributes;
  readonly ExclusiveStartKey?: Attributes;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Attributes;
  readonly [member: string]: unknown;
}

/** Bounds: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const maxExpressionBytes = 4_096;
const maxPlaceholderBytes = 255;

/**
 * Holds a part against the rules.
 *
 * @returns bytes that it writes for certain: of its item, or of its key and what an update sets to given values
 * @throws Violation with the table and the expressions
 */
export function checkPart({ operation, body }: Part, table: Table): number {
  const {
    Item,
    Key,
    ExclusiveStartKey,
    ExpressionAttributeNames = {},
    ExpressionAttributeValues = {},
  } = body;
  try {
    for (const attributes of [Item, Key, ExclusiveStartKey, ExpressionAttributeValues]) {
      if (attributes !== undefined) checkNames(attributes);
    }
    for (const name of Object.values(ExpressionAttributeNames)) checkName(name);
    checkExpressionSizes(body);
    const { ReturnValuesOnConditionCheckFailure: returned = 'NONE' } = body;
    if (returned !== 'NONE' && returned !== 'ALL_OLD')
      throw new Violation('ReturnValues', 'ReturnValuesOnConditionCheckFailure can only be ALL_OLD or NONE');
    const placed = placementsIn(operation, body, table).map(
      ([attribute, placeholder]) => [attribute, ExpressionAttributeValues[placeholder]!] as const,
    );
    const given = { ...Item, ...Key, ...Object.fromEntries(placed) };
    checkKeyAttributes(given, table);
    const bytes = itemSize(given);
    if (bytes > maxItemBytes) throw new Violation('item size', `${bytes} bytes`);
    return bytes;
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    const expressions = expressionsIn(body).map(([member, text]) => `${member} "${text}"`);
    throw error.in([`${operation} on ${table.TableName}`, ...expressions].join(', '));
  }
}

/** Attributes that are set to, or asked for, a value of the request, with its placeholder. */
type Placements = readonly (readonly [attribute: string, placeholder: string])[];

/** Placements as JSON, by all of a request but its values and the name of its table. */
type Passed = Map<string, string>;

/** Requests that have passed, by the keys of their table: parsing expressions takes most of the time. */
const passed = keptByWorkerAs('requests that keep the rules of DynamoDB', () => new Map<string, Passed>());
const passedOn = new WeakMap<Table, Passed>();
/** Whether these pass depends on more of a value than its type. */
const judgedByValue = /\b(between|attribute_type)\b/i;

function placementsIn(operation: Operation, body: Body, table: Table): Placements {
  const { Item, Key, ExclusiveStartKey, ExpressionAttributeValues } = body;
  const known = passedOn.get(table) ?? passedWithKeysOf(table);
  const [item, key, values] = [Item, Key, ExpressionAttributeValues].map(typesOf);
  const shape = JSON.stringify([
    operation,
    { ...body, TableName: '', Item: item, Key: key, ExpressionAttributeValues: values },
  ]);
  const earlier = known.get(shape);
  if (earlier !== undefined) {
    for (const attributes of [Item, Key, ExpressionAttributeValues]) checkValues(attributes ?? {});
    return JSON.parse(earlier) as Placements;
  }
  const placements = checkAll(operation, body, table);
  if (ExclusiveStartKey === undefined && !judgedByValue.test(shape)) {
    known.set(shape, JSON.stringify(placements));
  }
  return placements;
}

function passedWithKeysOf(table: Table): Passed {
  const keys = JSON.stringify({ ...table, TableName: '' });
  const known = passed.get(keys) ?? new Map<string, string>();
  passed.set(keys, known);
  passedOn.set(table, known);
  return known;
}

const typesOf = (attributes: Attributes = {}): string =>
  Object.entries(attributes)
    .map(([name, value]) => `${name} ${Object.keys(value)}`)
    .join();

function checkAll(operation: Operation, body: Body, table: Table): Placements {
  const {
    ExpressionAttributeValues: values = {},
    _updates,
    KeyConditions = {},
  } = checkByDynalite(operation, body, table);
  const sections = (_updates?.sections ?? []).filter(({ type, path }) => type === 'set' && path.length === 1);
  const conditions = Object.entries(KeyConditions);
  return Object.entries(values).flatMap(([placeholder, value]) => [
    ...sections.filter(({ val }) => val === value).map(({ path }) => [String(path[0]), placeholder] as const),
    ...conditions
      .filter(([, { AttributeValueList }]) => AttributeValueList.includes(value))
      .map(([attribute]) => [attribute, placeholder] as const),
  ]);
}

function checkExpressionSizes(body: Body): void {
  for (const [member, text] of expressionsIn(body)) {
    if (Buffer.byteLength(text) > maxExpressionBytes)
      throw new Violation('expression size', `${member} has over ${maxExpressionBytes} bytes`);
  }
  const { ExpressionAttributeNames, ExpressionAttributeValues } = body;
  for (const placeholder of Object.keys({ ...ExpressionAttributeNames, ...ExpressionAttributeValues })) {
    if (Buffer.byteLength(placeholder) > maxPlaceholderBytes)
      throw new Violation('expression size', `a placeholder has over ${maxPlaceholderBytes} bytes`);
  }
}

function expressionsIn(body: Body): [string, string][] {
  return Object.entries(body).filter(
    (member): member is [string, string] => member[0].endsWith('Expression') && typeof member[1] === 'string',
  );
}
