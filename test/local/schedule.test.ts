import * as fc from 'fast-check';
import { nextTimeMs, periodOf } from '../../local/events/rate.ts';
import type { TemplateResource } from '../../local/template/template.ts';
import { eventually, functionResource, Laptop } from './laptop.ts';

const print = `exports.handler = async (event) => {
  process.stdout.write(JSON.stringify({ got: event }) + '\\n'); };`;
const functionArn = { 'Fn::GetAtt': ['Clock', 'Arn'] };

const ruleResource = (more: object = {}): TemplateResource => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    ScheduleExpression: 'rate(1 minute)',
    State: 'ENABLED',
    Targets: [{ Id: 'Target0', Arn: functionArn }],
    ...more,
  },
});

/** As the CDK writes a rule with a function as its target. */
const resourcesWith = (rule: TemplateResource): Record<string, TemplateResource> => ({
  Clock: functionResource('print'),
  Rule: rule,
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: functionArn,
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': ['Rule', 'Arn'] },
    },
  },
});

/** A clock that stands until it is moved. */
class StandingClock {
  #nowMs = Date.parse('2026-11-22T10:00:30.250Z');
  #wake: (() => void)[] = [];

  nowMs = (): number => this.#nowMs;

  sleep = (_ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((done) => {
      this.#wake.push(done);
      signal.addEventListener('abort', () => done(), { once: true });
    });

  move(ms: number): void {
    this.#nowMs += ms;
    for (const wake of this.#wake.splice(0)) wake();
  }

  get isSleptAt(): boolean {
    return this.#wake.length > 0;
  }
}

let laptop: Laptop;
let clock: StandingClock;

beforeEach(async () => {
  clock = new StandingClock();
  laptop = await Laptop.start(undefined, { clock });
});
afterEach(() => laptop.stopAndForget());

function got(): unknown[] {
  return laptop.logLines('/aws/lambda/test-Clock').flatMap(({ got: event }) => event ?? []);
}

async function move(ms: number): Promise<void> {
  await eventually(() => clock.isSleptAt);
  clock.move(ms);
}

test('a rule invokes its function at each whole minute, with the event of EventBridge', async () => {
  await laptop.deploy(resourcesWith(ruleResource()), { print });
  await move(29_000);
  await move(750);
  await eventually(() => got().length === 1);
  await move(60_000);
  await eventually(() => got().length === 2);
  const event = (time: string) => ({
    version: '0',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '000000000000',
    time,
    region: 'us-east-1',
    resources: ['arn:aws:events:us-east-1:000000000000:rule/test-Rule'],
    detail: {},
  });
  expect(got()).toEqual([event('2026-11-22T10:01:00Z'), event('2026-11-22T10:02:00Z')]);
});

test('after a long sleep of the machine a rule goes on with one event', async () => {
  await laptop.deploy(resourcesWith(ruleResource()), { print });
  await move(3_600_000);
  await eventually(() => got().length === 1);
  await move(60_000);
  await eventually(() => got().length === 2);
});

test('a function that fails is tried again, as whatever is invoked asynchronously', async () => {
  const failing = `${print.replace('};', '')} throw new Error('no'); };`;
  await laptop.deploy(resourcesWith(ruleResource()), { print: failing });
  const { error } = console;
  console.error = () => {};
  await move(60_000);
  await eventually(() => got().length === 3);
  console.error = error;
  expect(new Set(got().map((event) => JSON.stringify(event))).size).toBe(1);
});

test('a target may have an input of its own', async () => {
  const Targets = [{ Id: 'a', Arn: functionArn, Input: '{"kind":"sweep"}' }];
  await laptop.deploy(resourcesWith(ruleResource({ Targets })), { print });
  await move(60_000);
  await eventually(() => got().length === 1);
  expect(got()).toEqual([{ kind: 'sweep' }]);
});

test('a rule that is disabled does not look at the clock', async () => {
  await laptop.deploy(resourcesWith(ruleResource({ State: 'DISABLED' })), { print });
  expect(clock.isSleptAt).toBe(false);
});

test.each<[object, string]>([
  [{ ScheduleExpression: 'cron(0 12 * * ? *)' }, 'cron(0 12 * * ? *) is not a rate'],
  [{ ScheduleExpression: 'rate(1 minutes)' }, 'rate(1 minutes) is not a rate'],
  [{ ScheduleExpression: undefined }, 'rules that wait for events are not supported'],
  [{ EventPattern: { source: ['a'] } }, 'the property EventPattern is not supported'],
  [{ Targets: [{ Id: 'a', Arn: 'arn:aws:sqs:us-east-1:0:queue' }] }, 'there is no function'],
])('the start ends with %j', async (more, message) => {
  await expect(laptop.deploy(resourcesWith(ruleResource(more)), { print })).rejects.toThrow(message);
});

test('rates are whole minutes, hours and days; the next time is after now, by one period at most', () => {
  const rates = ['rate(1 minute)', 'rate(5 minutes)', 'rate(1 hour)', 'rate(2 days)'];
  expect(rates.map(periodOf)).toEqual([60_000, 300_000, 3_600_000, 172_800_000]);
  fc.assert(
    fc.property(fc.constantFrom(...rates.map(periodOf)), fc.nat(4_102_444_800_000), (periodMs, nowMs) => {
      const nextMs = nextTimeMs(periodMs, nowMs);
      expect(nextMs % periodMs).toBe(0);
      expect(nextMs - nowMs).toBeGreaterThan(0);
      expect(nextMs - nowMs).toBeLessThanOrEqual(periodMs);
    }),
  );
});
