import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionResource, Laptop } from './laptop.ts';
import { callJson, type ServiceAnswer } from './service-calls.ts';

let laptop: Laptop;

beforeAll(async () => {
  laptop = await Laptop.start();
});
afterAll(() => laptop.stopAndForget());

const entry = {
  Source: 'latchkey',
  DetailType: 'api_key.created',
  Detail: '{"a":1}',
  EventBusName: 'orders',
};

function put(...Entries: object[]): Promise<ServiceAnswer> {
  return callJson(laptop.cloud.endpoints.events, 'AWSEvents.PutEvents', { Entries });
}

function eventsOf(bus: string): object[] {
  const text = readFileSync(join(laptop.folder, 'events', `${bus}.jsonl`), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
}

test('a function puts an event onto a bus: it stands in the file of the bus as targets would get it', async () => {
  const send = `exports.handler = async (Entries) => {
    const response = await fetch(process.env.AWS_ENDPOINT_URL_EVENTBRIDGE, { method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.PutEvents' }, body: JSON.stringify({ Entries }) });
    return await response.json(); };`;
  await laptop.deploy({ Send: functionResource('send') }, { send });
  const Time = Date.parse('2026-11-22T10:00:00.500Z') / 1_000;
  const sent = await laptop.cloud.functions
    .use('test-Send')
    .invoke([{ ...entry, Time, Resources: ['arn:a'] }]);
  const answer = JSON.parse(sent.ok ? sent.payload : 'null');
  expect(answer).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
  expect(eventsOf('orders')).toEqual([
    {
      version: '0',
      id: answer.Entries[0].EventId,
      'detail-type': 'api_key.created',
      source: 'latchkey',
      account: '000000000000',
      time: '2026-11-22T10:00:00Z',
      region: 'us-east-1',
      resources: ['arn:a'],
      detail: { a: 1 },
    },
  ]);
});

test('a bus is named by ARN, or is the default one; nobody learns that there is none', async () => {
  const EventBusName = 'arn:aws:events:eu-west-1:111122223333:event-bus/by-arn';
  const { status, body } = await put(
    { ...entry, EventBusName },
    { ...entry, EventBusName: undefined },
    { ...entry, EventBusName: '../out' },
  );
  expect([status, body.FailedEntryCount]).toEqual([200, 0]);
  expect([eventsOf('by-arn'), eventsOf('default'), eventsOf('..%2Fout')].map((each) => each.length)).toEqual([
    1, 1, 1,
  ]);
  expect(readdirSync(laptop.folder)).not.toContain('out.jsonl');
});

test('an entry that is not valid fails by itself, in its place', async () => {
  const { status, body } = await put(
    { ...entry, EventBusName: 'mixed' },
    { ...entry, EventBusName: 'mixed', Source: undefined },
    { ...entry, EventBusName: 'mixed', DetailType: '' },
    { ...entry, EventBusName: 'mixed', Detail: undefined },
    { ...entry, EventBusName: 'mixed', Detail: '{"a"' },
    { ...entry, EventBusName: 'mixed', Detail: '[1]' },
    { ...entry, EventBusName: 'mixed', Source: 'aws.s3' },
    { ...entry, EventBusName: 'mixed', DetailType: 'x'.repeat(129) },
    { ...entry, EventBusName: 'mixed', DetailType: 'x'.repeat(128) },
  );
  expect([status, body.FailedEntryCount]).toEqual([200, 7]);
  const required = (name: string) => ({
    ErrorCode: 'InvalidArgument',
    ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
  });
  const malformed = { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const taken = { EventId: expect.any(String) };
  expect(body.Entries).toEqual([
    taken,
    required('Source'),
    required('DetailType'),
    required('Detail'),
    malformed,
    malformed,
    { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' },
    { ErrorCode: 'InvalidArgument', ErrorMessage: expect.stringContaining('DetailType') },
    taken,
  ]);
  expect(eventsOf('mixed')).toHaveLength(2);
});

test('ten entries are taken at once, and no eleventh; none is an error', async () => {
  const many = (count: number) => Array.from({ length: count }, () => ({ ...entry, EventBusName: 'many' }));
  expect(await put(...many(10))).toMatchObject({ status: 200, body: { FailedEntryCount: 0 } });
  for (const count of [0, 11]) {
    expect(await put(...many(count))).toMatchObject({ status: 400, body: { __type: 'ValidationException' } });
  }
  expect(eventsOf('many')).toHaveLength(10);
});

test('a megabyte is taken in all, as the service reckons it, and not one byte more', async () => {
  const { Source, DetailType } = entry;
  const around = Source.length + DetailType.length + '{"x":""}'.length;
  const bytes = (count: number) => ({
    ...entry,
    EventBusName: 'large',
    Detail: `{"x":"${'y'.repeat(count)}"}`,
  });
  const half = 512 * 1024 - around;
  expect(await put(bytes(half), bytes(half))).toMatchObject({ status: 200, body: { FailedEntryCount: 0 } });
  for (const entries of [
    [bytes(half), bytes(half + 1)],
    [{ ...bytes(2 * half), Time: 1 }, entry],
  ]) {
    expect(await put(...entries)).toEqual({
      status: 400,
      body: {
        __type: 'ValidationException',
        message: 'Total size of the entries in the request is over the limit.',
      },
    });
  }
  expect(eventsOf('large')).toHaveLength(2);
});

test('events that are put at the same time stand in lines of their own', async () => {
  await Promise.all(Array.from({ length: 20 }, () => put({ ...entry, EventBusName: 'busy' })));
  expect(eventsOf('busy')).toHaveLength(20);
});
