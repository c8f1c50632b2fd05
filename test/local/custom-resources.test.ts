import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TemplateResource } from '../../local/template/template.ts';
import { eventually, functionResource, Laptop } from './laptop.ts';

type Resources = Record<string, TemplateResource>;
type Event = Record<string, any>;

/** Prints what it is asked, and answers as the properties say. */
const provider = `exports.handler = async (event) => {
  process.stdout.write(JSON.stringify({ event }) + '\\n');
  const { Do, Id = 'id-1', Data } = event.ResourceProperties;
  const { StackId, RequestId, LogicalResourceId } = event;
  const answer = { Status: 'SUCCESS', PhysicalResourceId: Id, StackId, RequestId, LogicalResourceId, Data };
  const changes = {
    fail: { Status: 'FAILED', Reason: 'the name is taken' },
    'fail to delete': event.RequestType === 'Delete' ? { Status: 'FAILED', Reason: 'in use' } : {},
    'mistake the request': { RequestId: 'another' },
    'name nothing': { PhysicalResourceId: '' },
    'talk too much': { Data: { long: 'x'.repeat(4096) } },
  };
  if (Do === 'throw') throw new RangeError('no seed');
  if (Do === 'say nothing') return;
  const body = Do === 'babble' ? 'yes' : JSON.stringify({ ...answer, ...changes[Do] });
  const { status } = await fetch(event.ResponseURL, { method: 'PUT', headers: { 'Content-Type': '' }, body });
  if (status !== 200) throw new Error('status ' + status);
};`;

function custom(
  properties: Record<string, unknown> = {},
  more: Partial<TemplateResource> = {},
): TemplateResource {
  return {
    Type: 'Custom::Registration',
    Properties: { ServiceToken: { 'Fn::GetAtt': ['Provider', 'Arn'] }, ...properties },
    ...more,
  };
}

let folder: string;
let seen: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'laptop-'));
  seen = 0;
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** One start of the server, and its end. Resolves with what the function was asked meanwhile. */
async function start(resources: Resources): Promise<Event[]> {
  const laptop = await Laptop.start(folder);
  try {
    const all = { Provider: functionResource('provider'), Other: functionResource('provider'), ...resources };
    await laptop.deploy(all, { provider });
  } finally {
    await laptop.stop();
  }
  const asked = laptop.logLines('/aws/lambda/test-Provider').flatMap(({ event }) => event ?? []) as Event[];
  return asked.splice(seen, (seen = asked.length));
}

/** A short form of what was asked. */
function steps(events: readonly Event[]): string[] {
  return events.map(({ RequestType, LogicalResourceId, PhysicalResourceId }) =>
    [RequestType, LogicalResourceId, ...(PhysicalResourceId === undefined ? [] : [PhysicalResourceId])].join(
      ' ',
    ),
  );
}

test('is created with what CloudFormation sends, and answers Ref and Fn::GetAtt from then on', async () => {
  const copies = {
    Ref: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { Ref: 'X' } } },
    Data: {
      Type: 'AWS::SSM::Parameter',
      Properties: { Type: 'String', Value: { 'Fn::GetAtt': ['X', 'hash'] } },
    },
  };
  const X = custom({ ServiceTimeout: 60, Data: { hash: 12 }, nested: { list: [1, true, 'a'] } });
  const [event, ...others] = await start({ X, ...copies });
  expect(others).toEqual([]);
  const serviceToken = 'arn:aws:lambda:us-east-1:000000000000:function:test-Provider';
  expect(event).toEqual({
    RequestType: 'Create',
    ServiceToken: serviceToken,
    ResponseURL: expect.stringMatching(/^http:\/\/127\.[\d.]+:\d+\/[0-9a-f-]{36}$/),
    StackId: 'arn:aws:cloudformation:us-east-1:000000000000:stack/test/local',
    RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    ResourceType: 'Custom::Registration',
    LogicalResourceId: 'X',
    ResourceProperties: {
      ServiceToken: serviceToken,
      ServiceTimeout: '60',
      Data: { hash: '12' },
      nested: { list: ['1', 'true', 'a'] },
    },
  });
  const laptop = await Laptop.start(folder);
  await laptop.deploy({ Provider: functionResource('provider'), X, ...copies }, { provider });
  expect([...laptop.cloud.parameters.values()]).toEqual(['id-1', '12']);
  await laptop.stop();
});

test('is updated where its properties are others, and left alone where they are not', async () => {
  await start({ X: custom({ routes: 'a' }) });
  expect(await start({ X: custom({ routes: 'a' }) })).toEqual([]);
  const [update, ...others] = await start({ X: custom({ routes: 'b' }) });
  expect(others).toEqual([]);
  expect(update).toMatchObject({
    RequestType: 'Update',
    PhysicalResourceId: 'id-1',
    ResourceProperties: { routes: 'b' },
    OldResourceProperties: { routes: 'a' },
  });
  expect(await start({ X: custom({ routes: 'b' }) })).toEqual([]);
});

test('with another physical id it is a replacement: the old one is deleted, by its old properties, after all else', async () => {
  await start({ X: custom({ Id: 'orders@prod' }) });
  const Later = custom({ Id: 'later' }, { DependsOn: 'X' });
  const events = await start({ X: custom({ Id: 'orders@live' }), Later });
  expect(steps(events)).toEqual(['Update X orders@prod', 'Create Later', 'Delete X orders@prod']);
  expect(events.at(-1)?.ResourceProperties).toMatchObject({ Id: 'orders@prod' });
  expect(await start({ X: custom({ Id: 'orders@live' }), Later })).toEqual([]);
});

test('a start that fails after a replacement leaves the deletion to the next one, which keeps what is in use again', async () => {
  const Bad = custom({ Do: 'fail' }, { DependsOn: 'X' });
  await start({ X: custom({ Id: 'a' }) });
  await expect(start({ X: custom({ Id: 'b' }), Bad })).rejects.toThrow('the name is taken');
  expect(steps(await start({ X: custom({ Id: 'b' }) }))).toEqual(['Update X a', 'Create Bad', 'Delete X a']);
  await expect(start({ X: custom({ Id: 'c' }), Bad })).rejects.toThrow('the name is taken');
  expect(steps(await start({ X: custom({ Id: 'b' }) }))).toEqual([
    'Update X b',
    'Create Bad',
    'Update X c',
    'Delete X c',
  ]);
});

test('what the template has no more is deleted, last things first, unless it is retained', async () => {
  await start({
    A: custom({ Id: 'a' }),
    B: custom({ Id: 'b' }, { DependsOn: 'A' }),
    C: custom({ Id: 'c' }, { DeletionPolicy: 'Retain' }),
    D: custom({ Id: 'd' }, { UpdateReplacePolicy: 'Retain' }),
  });
  expect(steps(await start({ D: custom({ Id: 'e' }, { UpdateReplacePolicy: 'Retain' }) }))).toEqual([
    'Update D d',
    'Delete B b',
    'Delete A a',
  ]);
  expect(steps(await start({}))).toEqual(['Delete D e']);
  expect(await start({})).toEqual([]);
});

test('another stack leaves it alone', async () => {
  await start({ X: custom() });
  const laptop = await Laptop.start(folder);
  await laptop.deployStacks({ other: {} });
  await laptop.stop();
  expect(await start({ X: custom() })).toEqual([]);
});

test('a failed change stops the start, and is asked for again by the next one', async () => {
  await expect(start({ X: custom({ Do: 'fail' }) })).rejects.toThrow(
    'test: X (Custom::Registration): Received response status [FAILED] from custom resource. Message returned: the name is taken',
  );
  expect(steps(await start({ X: custom({ Id: 'a' }) }))).toEqual(['Create X', 'Create X']);
  await expect(start({ X: custom({ Id: 'b', Do: 'fail' }) })).rejects.toThrow('the name is taken');
  const events = await start({ X: custom({ Id: 'c' }) });
  expect(steps(events)).toEqual(['Update X a', 'Update X a', 'Delete X a']);
  expect(events[1]).toMatchObject({ OldResourceProperties: { Id: 'a' }, ResourceProperties: { Id: 'c' } });
});

test.each([
  ['throw', 'the function failed without an answer: RangeError: no seed'],
  ['say nothing', 'did not receive a response from your Custom Resource within 1 s (ServiceTimeout)'],
  ['mistake the request', "Invalid response from custom resource: RequestId is not the request's"],
  ['name nothing', 'Invalid response from custom resource: Invalid PhysicalResourceId'],
  ['talk too much', 'Response is too long, over 4096 bytes'],
  ['babble', 'Invalid response from custom resource: it is not JSON'],
])('a function that does %s stops the start: %s', async (what, message) => {
  await expect(
    start({ X: custom({ Do: what, ServiceTimeout: what === 'say nothing' ? 1 : 60 }) }),
  ).rejects.toThrow(message);
});

test('what cannot be deleted is reported and forgotten', async () => {
  await start({ X: custom({ Do: 'fail to delete' }) });
  const { error } = console;
  const complaints: string[] = [];
  console.error = (line: string) => line.includes('waiting for') || complaints.push(line);
  try {
    expect(steps(await start({}))).toEqual(['Delete X id-1']);
  } finally {
    console.error = error;
  }
  expect(complaints).toEqual([
    expect.stringMatching(/^test: X \(Custom::Registration\): id-1 was not deleted: .*: in use$/),
  ]);
  expect(await start({})).toEqual([]);
});

test.each<[string, TemplateResource]>([
  ['Modifying service token is not allowed', custom({ ServiceToken: { 'Fn::GetAtt': ['Other', 'Arn'] } })],
  ['Update of resource type is not permitted', { ...custom(), Type: 'AWS::CloudFormation::CustomResource' }],
  ['the property ServiceTimeout: Too big', custom({ ServiceTimeout: 3_601 })],
  [
    'there is no function arn:aws:sns:us-east-1:1:topic',
    custom({ ServiceToken: 'arn:aws:sns:us-east-1:1:topic' }),
  ],
])('refuses as CloudFormation does: %s', async (message, resource) => {
  if (message.startsWith('there')) await expect(start({ X: resource })).rejects.toThrow(message);
  else {
    await start({ X: custom() });
    await expect(start({ X: resource })).rejects.toThrow(message);
  }
});

test('a server that stops does not wait for an answer', async () => {
  const laptop = await Laptop.start(folder);
  const resources = { Provider: functionResource('provider'), X: custom({ Do: 'say nothing' }) };
  const deployment = expect(laptop.deploy(resources, { provider })).rejects.toThrow('aborted');
  await eventually(() => laptop.logLines('/aws/lambda/test-Provider').length > 0);
  await laptop.cloud.providers.stop();
  await deployment;
  await laptop.stop();
});
