import { isRecord } from '../json.ts';

/**
 * Replaces `{{resolve:ssm:<name>}}` by the value of that parameter, wherever it stands.
 *
 * @param parameterValue throws for an unknown name
 * @throws Error for any other service, and for a version: the laptop keeps no history
 */
export function resolveDynamicReferences(value: unknown, parameterValue: (name: string) => string): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(reference, (whole, service: string, name: string) => {
      if (service !== 'ssm') throw new Error(`${whole}: only parameters of type ssm are supported`);
      if (name.includes(':')) throw new Error(`${whole}: versions of parameters are not supported`);
      return parameterValue(name);
    });
  }
  if (Array.isArray(value)) return value.map((item) => resolveDynamicReferences(item, parameterValue));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, resolveDynamicReferences(item, parameterValue)]),
  );
}

const reference = /\{\{resolve:([^:}]+):([^}]*)\}\}/g;
