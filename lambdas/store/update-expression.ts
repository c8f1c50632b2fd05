import type { Guard } from './conditions.ts';
import type { RegistryKey } from './keys.ts';

export interface UpdateExpression {
  readonly UpdateExpression: string;
  readonly ExpressionAttributeNames: Record<string, string>;
  readonly ExpressionAttributeValues: Record<string, unknown>;
}

/** Sets every attribute to its value and removes those that are undefined; attributes not named stay. */
export function setAll(attributes: Readonly<Record<string, unknown>>): UpdateExpression {
  const entries = Object.entries(attributes).map(([name, value], at) => ({ name, value, at }));
  const kept = entries.filter(({ value }) => value !== undefined);
  const removed = entries.filter(({ value }) => value === undefined);
  const set = `SET ${kept.map(({ at }) => `#a${at} = :a${at}`).join(', ')}`;
  const remove = removed.length === 0 ? '' : ` REMOVE ${removed.map(({ at }) => `#a${at}`).join(', ')}`;
  return {
    UpdateExpression: set + remove,
    ExpressionAttributeNames: Object.fromEntries(entries.map(({ name, at }) => [`#a${at}`, name])),
    ExpressionAttributeValues: Object.fromEntries(kept.map(({ value, at }) => [`:a${at}`, value])),
  };
}

/** An update that sets all the attributes where the guard's condition holds. */
export function guardedUpdate(
  TableName: string,
  Key: RegistryKey,
  attributes: Readonly<Record<string, unknown>>,
  guard: Guard,
) {
  const update = setAll(attributes);
  return {
    TableName,
    Key,
    UpdateExpression: update.UpdateExpression,
    ConditionExpression: guard.ConditionExpression,
    ExpressionAttributeNames: { ...update.ExpressionAttributeNames, ...guard.ExpressionAttributeNames },
    ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...guard.ExpressionAttributeValues },
  };
}
