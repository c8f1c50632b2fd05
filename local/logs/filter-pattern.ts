import { isRecord, parseObject } from '../json.ts';

/** Tells whether a log line matches a subscription filter's pattern. */
export type LogFilter = (message: string) => boolean;

const jsonPattern = /^\{\s*\$\.([\w.-]+)\s*=\s*(?:"([^"]*)"|([\w*.:/-]+))\s*\}$/;

/**
 * Compiles a pattern. Supported are the empty pattern and JSON patterns with one equality, such as
 * `{ $.usage.apiKeyId = * }` or `{ $.level = "ERR*" }`, where `*` at either end stands for any text.
 *
 * @throws Error for any other pattern of CloudWatch Logs
 */
export function compileFilterPattern(pattern: string): LogFilter {
  if (pattern.trim() === '') return () => true;
  const [, path, quoted, bare] = jsonPattern.exec(pattern.trim()) ?? [];
  const expected = quoted ?? bare;
  if (path === undefined || expected === undefined) {
    throw new Error(`the filter pattern ${pattern} is not supported, only { $.field = value }`);
  }
  return (message) => {
    const value = valueAt(message, path.split('.'));
    const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    return isScalar && matches(String(value), expected);
  };
}

function valueAt(message: string, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (isRecord(value) ? value[name] : undefined),
    parseObject(message),
  );
}

function matches(value: string, expected: string): boolean {
  const isOpenAtStart = expected.startsWith('*');
  const isOpenAtEnd = expected.endsWith('*');
  const core = expected.replace(/^\*/, '').replace(/\*$/, '');
  if (isOpenAtStart && isOpenAtEnd) return value.includes(core);
  if (isOpenAtStart) return value.endsWith(core);
  if (isOpenAtEnd) return value.startsWith(core);
  return value === core;
}
