import type { _Record as SdkRecord } from '@aws-sdk/client-dynamodb-streams';
import { toLambdaRecord } from '../../local/streams/stream-record.ts';

const stream = { streamArn: 'arn:stream', ttlAttribute: 'ttl' };
const removedAt = new Date('2026-11-01T12:00:00.900Z');
const removedAtSeconds = Math.floor(removedAt.getTime() / 1000);
const fiveYears = 5 * 365 * 24 * 3_600;
const service = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

function removal(ttl: object | null, more: Partial<SdkRecord> = {}): SdkRecord {
  const OldImage = { pk: { S: 'a' }, ...(ttl !== null && { ttl: ttl as { N: string } }) };
  return { eventName: 'REMOVE', dynamodb: { ApproximateCreationDateTime: removedAt, OldImage }, ...more };
}

test.each([
  ['just past its time', { N: String(removedAtSeconds) }],
  ['long past its time', { N: String(removedAtSeconds - fiveYears) }],
  ['with a fraction of a second', { N: `${removedAtSeconds - 1}.5` }],
])('the removal of an item %s is TTL’s', (_, ttl) => {
  expect(toLambdaRecord(removal(ttl), stream).userIdentity).toEqual(service);
});

test.each([
  ['before its time', { N: String(removedAtSeconds + 1) }],
  ['with a time that TTL takes for a mistake', { N: String(removedAtSeconds - fiveYears - 1) }],
  ['with a time that is no number', { S: String(removedAtSeconds) }],
  ['without a time', null],
])('the removal of an item %s is a caller’s', (_, ttl) => {
  expect(toLambdaRecord(removal(ttl), stream).userIdentity).toBeUndefined();
});

test('only removals are TTL’s, and only in tables that have it', () => {
  const due = removal({ N: String(removedAtSeconds) });
  expect(toLambdaRecord({ ...due, eventName: 'MODIFY' }, stream).userIdentity).toBeUndefined();
  expect(toLambdaRecord(due, { ...stream, ttlAttribute: null }).userIdentity).toBeUndefined();
});

test('an identity that the engine names is kept', () => {
  const userIdentity = { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' };
  expect(toLambdaRecord(removal(null, { userIdentity }), stream).userIdentity).toEqual(service);
});
