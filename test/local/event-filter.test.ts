import fc from 'fast-check';
import { compileEventFilters } from '../../local/streams/event-filter.ts';

const auditInserts = JSON.stringify({
  eventName: ['INSERT'],
  dynamodb: { Keys: { sk: { S: [{ prefix: 'AUDIT#' }] } } },
});

function record(eventName: string, sk: string) {
  return { eventName, dynamodb: { Keys: { pk: { S: 'x' }, sk: { S: sk } } } };
}

test('passes records that fit every field of a pattern', () => {
  const passes = compileEventFilters([auditInserts]);
  expect(passes(record('INSERT', 'AUDIT#1'))).toBe(true);
  expect(passes(record('MODIFY', 'AUDIT#1'))).toBe(false);
  expect(passes(record('INSERT', 'KEY'))).toBe(false);
  expect(passes({ eventName: 'INSERT' })).toBe(false);
});

test('tells what TTL has removed from what somebody else has', () => {
  const passes = compileEventFilters([
    JSON.stringify({
      eventName: ['REMOVE'],
      userIdentity: { type: ['Service'], principalId: ['dynamodb.amazonaws.com'] },
      dynamodb: { Keys: { sk: { S: ['KEY'] } } },
    }),
  ]);
  const userIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
  expect(passes({ ...record('REMOVE', 'KEY'), userIdentity })).toBe(true);
  expect(passes({ ...record('REMOVE', 'NAME'), userIdentity })).toBe(false);
  expect(passes({ ...record('MODIFY', 'KEY'), userIdentity })).toBe(false);
  expect(passes({ ...record('REMOVE', 'KEY'), userIdentity: { ...userIdentity, principalId: 'x' } })).toBe(
    false,
  );
  expect(passes(record('REMOVE', 'KEY'))).toBe(false);
});

test('passes records that fit any of several patterns, and all where there is none', () => {
  const passes = compileEventFilters([auditInserts, '{"eventName":["REMOVE"]}']);
  expect(passes(record('REMOVE', 'KEY'))).toBe(true);
  expect(compileEventFilters([])(record('MODIFY', 'KEY'))).toBe(true);
});

test.each([
  ['{"a":[1]}', { a: 1 }, true],
  ['{"a":[1]}', { a: '1' }, false],
  ['{"a":[null]}', { a: null }, true],
  ['{"a":[{"exists":true}]}', { a: 'x' }, true],
  ['{"a":[{"exists":false}]}', {}, true],
  ['{"a":[{"exists":false}]}', { a: 'x' }, false],
  ['{"a":{"b":[{"exists":false}]}}', {}, true],
  ['{"a":[{"anything-but":["x","y"]}]}', { a: 'z' }, true],
  ['{"a":[{"anything-but":["x","y"]}]}', { a: 'x' }, false],
  ['{"a":[{"anything-but":"x"}]}', {}, false],
  ['{"a":["x"]}', { a: ['y', 'x'] }, true],
])('%s on %j: %s', (pattern, value, expected) => {
  expect(compileEventFilters([pattern])(value)).toBe(expected);
});

test.each([
  '{"a":[{"numeric":["=",1]}]}',
  '{"a":[{"suffix":"x"}]}',
  '{"$or":[{"a":[1]}]}',
  '{"a":"x"}',
  '{"a":[{"anything-but":{"prefix":"x"}}]}',
  '{"a":[{"prefix":"x","exists":true}]}',
])('refuses %s', (pattern) => {
  expect(() => compileEventFilters([pattern])).toThrow();
});

test('a prefix passes exactly what begins with it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (prefix, value) => {
      const passes = compileEventFilters([JSON.stringify({ a: [{ prefix }] })]);
      expect(passes({ a: value })).toBe(value.startsWith(prefix));
      expect(passes({ a: prefix + value })).toBe(true);
    }),
  );
});
