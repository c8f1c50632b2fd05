import { allPlaceholders, type Guard, type Placeholders } from './conditions.ts';
import type { Write } from './transaction.ts';

type Key = Readonly<Record<string, string>>;

/** Writes an item whole. */
export function put<Condition extends string>(
  protects: Condition,
  TableName: string,
  item: object,
  guard?: Guard,
): Write<Condition> {
  return { protects, item: { Put: { TableName, Item: { ...item }, ...guard } } };
}

/** Deletes an item, if it is there. */
export function remove<Condition extends string>(
  protects: Condition,
  TableName: string,
  Key: Key,
  guard?: Guard,
): Write<Condition> {
  return { protects, item: { Delete: { TableName, Key, ...guard } } };
}

/** Sets every attribute to its value and removes those that are undefined; attributes not named stay. */
export function update<Condition extends string>(
  protects: Condition,
  TableName: string,
  Key: Key,
  attributes: Readonly<Record<string, unknown>>,
  guard: Guard,
): Write<Condition> {
  return { protects, item: { Update: updateInput(TableName, Key, attributes, guard) } };
}

/** The same as an update of its own. */
export function updateInput(
  TableName: string,
  Key: Key,
  attributes: Readonly<Record<string, unknown>>,
  guard: Guard,
) {
  const entries = Object.entries(attributes).map(([name, value], at) => ({ name, value, at }));
  const kept = entries.filter(({ value }) => value !== undefined);
  const dropped = entries.filter(({ value }) => value === undefined);
  const set = `SET ${kept.map(({ at }) => `#a${at} = :a${at}`).join(', ')}`;
  const drop = dropped.length === 0 ? '' : ` REMOVE ${dropped.map(({ at }) => `#a${at}`).join(', ')}`;
  const placeholders = {
    ExpressionAttributeNames: Object.fromEntries(entries.map(({ name, at }) => [`#a${at}`, name])),
    ExpressionAttributeValues: Object.fromEntries(kept.map(({ value, at }) => [`:a${at}`, value])),
  };
  return { TableName, Key, ...guarded(set + drop, placeholders, guard) };
}

/** Adds to counters of an item. */
export function add<Condition extends string>(
  protects: Condition,
  TableName: string,
  Key: Key,
  counters: Readonly<Record<string, number>>,
  guard?: Guard,
): Write<Condition> {
  const names = Object.keys(counters);
  const sum = `ADD ${names.map((name) => `${name} :${name}`).join(', ')}`;
  const ExpressionAttributeValues = Object.fromEntries(names.map((name) => [`:${name}`, counters[name]]));
  return {
    protects,
    item: { Update: { TableName, Key, ...guarded(sum, { ExpressionAttributeValues }, guard) } },
  };
}

function guarded(UpdateExpression: string, placeholders: Placeholders, guard?: Guard) {
  if (guard === undefined) return { UpdateExpression, ...placeholders };
  const { ConditionExpression } = guard;
  return { UpdateExpression, ConditionExpression, ...allPlaceholders(placeholders, guard) };
}
