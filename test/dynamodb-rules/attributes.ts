import type { Attributes, Keyed, Table, Value } from './table.ts';
import { Violation } from './violation.ts';

/** Bounds: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const maxKeyBytes = { HASH: 2_048, RANGE: 1_024 } as const;
const maxNameBytes = 65_535;
const maxNesting = 32;

/**
 * Names of attributes, at the top and within maps, have 1 to 65,535 bytes
 * (developerguide/HowItWorks.NamingRulesDataTypes.html); values nest 32 levels deep at most.
 *
 * @throws Violation
 */
export function checkNames(attributes: Attributes, depth = 0): void {
  for (const [name, value] of Object.entries(attributes)) {
    checkName(name);
    checkNesting(value, depth);
  }
}

export function checkName(name: string): void {
  if (name === '') throw new Violation('attribute name', 'an empty one');
  if (Buffer.byteLength(name) > maxNameBytes)
    throw new Violation('attribute name', `over ${maxNameBytes} bytes`);
}

function checkNesting({ M: map, L: list }: Value, depth: number): void {
  if (depth >= maxNesting) throw new Violation('nesting', `over ${maxNesting} levels`);
  if (map !== undefined) checkNames(map, depth + 1);
  for (const value of list ?? []) checkNesting(value, depth + 1);
}

/**
 * What is written into key attributes of the table and of its indexes has the defined type, is not empty and within
 * bounds, counted in bytes. An item without an index's key is not in the index, which is allowed. dynalite knows the
 * half of it (its issues 35 and 184).
 *
 * @throws Violation
 */
export function checkKeyAttributes(written: Attributes, table: Table): void {
  const { TableName, GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = table;
  checkKey(written, table, table, TableName);
  for (const index of [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes])
    checkKey(written, index, table, `${TableName}, index ${index.IndexName}`);
}

function checkKey(written: Attributes, { KeySchema }: Keyed, table: Table, where: string): void {
  for (const { AttributeName: name, KeyType } of KeySchema) {
    const value = written[name];
    if (value === undefined) continue;
    const type = table.AttributeDefinitions.find(
      ({ AttributeName }) => AttributeName === name,
    )?.AttributeType;
    const content = value[type ?? 'S'];
    if (content === undefined) throw new Violation('key type', `${name} of ${where} is not ${type}`);
    if (content === '') throw new Violation('empty key value', `${name} of ${where}`);
    const bytes = Buffer.byteLength(content, type === 'B' ? 'base64' : 'utf8');
    if (bytes > maxKeyBytes[KeyType])
      throw new Violation('key size', `${name} of ${where} has ${bytes} bytes`);
  }
}
