import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashEvent, type AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import { PretendDeployment } from './pretend-deployment.ts';
import { Terminal } from './terminal.ts';

const now = Date.parse('2027-06-15T12:00:00.000Z');
const hourMs = 3_600_000;
let terminal: Terminal;
let deployment: PretendDeployment;
let file: string;
beforeEach(() => {
  deployment = new PretendDeployment();
  terminal = Terminal.at(deployment);
  terminal.now = () => new Date(now);
  deployment.answers['GET /settings'] = () => [200, { auditRetentionDays: 400 }];
  file = join(terminal.folder, 'audit.jsonl');
});
afterEach(() => terminal.remove());

/** A chain of events of one role, an hour apart, the last at noon. */
function chainOf(name: string, count: number, endsAt = now): AuditEvent[] {
  const events: AuditEvent[] = [];
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const body = {
      eventId: `${name}-${sequence}`,
      sequence,
      previousHash: events.at(-1)?.hash ?? '0'.repeat(64),
      hash: '',
      at: new Date(endsAt - (count - sequence) * hourMs).toISOString(),
      action: 'role.updated',
      actor: { userId: 'ann@example.com', via: 'jwt' },
      target: { type: 'role', id: name, name },
      changes: { description: { from: String(sequence), to: String(sequence + 1) } },
      sourceIp: '203.0.113.7',
      userAgent: 'curl/8',
      requestId: 'request-1',
    } as AuditEvent;
    events.push({ ...body, hash: hashEvent(body) });
  }
  return events;
}

async function verify(live: readonly AuditEvent[], exported: readonly AuditEvent[] | string | null) {
  deployment.answers['GET /audit-events'] = () => [200, live.toReversed()];
  const text =
    typeof exported === 'string'
      ? exported
      : (exported ?? []).map((event) => JSON.stringify(event)).join('\n');
  writeFileSync(file, text);
  const against = exported === null ? [] : ['--against', file];
  const { code, out, err } = await terminal.run(['audit', 'verify', '-o', 'json', ...against]);
  if (code !== 0 && code !== 10) return { code, err };
  const { faults, ...report } = JSON.parse(out);
  return {
    code,
    ...report,
    faults: faults.map(({ copy, eventId, reason }: Record<string, string>) => `${copy} ${eventId} ${reason}`),
  };
}

const [reader, writer] = [chainOf('reader', 5), chainOf('writer', 3)];
const whole = [...reader, ...writer];
const without = (eventId: string) => whole.filter((event) => event.eventId !== eventId);
const altered = (eventId: string) =>
  whole.map((event) => (event.eventId === eventId ? { ...event, sourceIp: '198.51.100.1' } : event));

test('a log without fault is valid, with or without the exported one', async () => {
  const found = { code: 0, valid: true, events: 8, targets: 2, verified: 8, linkedOnly: 0, faults: [] };
  expect(await verify(whole, null)).toEqual({ ...found, against: null });
  expect(await verify(whole, [...whole, ...whole].toReversed())).toEqual({
    ...found,
    against: {
      from: '2027-06-15T08:00:00.000Z',
      to: '2027-06-15T12:00:00.000Z',
      same: 8,
      expired: 0,
    },
  });
});

test.each([
  ['altered', altered('reader-2'), ['API reader-2 altered']],
  ['removed', without('reader-2'), ['API reader-3 missing']],
])('an event that was %s shows by the chain alone', async (_, live, faults) => {
  expect(await verify(live, null)).toMatchObject({ code: 10, valid: false, faults });
});

test('what the chain cannot show shows against the exported log', async () => {
  const rewritten = chainOf('reader', 5).map((event) => ({ ...event, userAgent: 'wget' }));
  let previousHash = '0'.repeat(64);
  const anew = rewritten.map((event) => {
    const linked = { ...event, previousHash };
    previousHash = hashEvent(linked);
    return { ...linked, hash: previousHash };
  });
  for (const [live, faults] of [
    [without('reader-5'), ['both reader-5 missing from the API']],
    [
      reader,
      [
        'both writer-1 missing from the API',
        'both writer-2 missing from the API',
        'both writer-3 missing from the API',
      ],
    ],
    [[...anew, ...writer], [1, 2, 3, 4, 5].map((sequence) => `both reader-${sequence} differs`)],
  ] as const) {
    expect(await verify(live, null)).toMatchObject({ code: 0 });
    expect(await verify(live, whole)).toMatchObject({ code: 10, faults });
  }
  expect(await verify(whole, without('reader-3'))).toMatchObject({
    code: 10,
    faults: ['file reader-4 missing', 'both reader-3 missing from the file'],
  });
  expect(await verify(whole, altered('reader-3'))).toMatchObject({
    code: 10,
    faults: ['file reader-3 altered'],
  });
});

test('what happened before or after the file is not compared, and what the API keeps no longer is no fault', async () => {
  const part = whole.filter(({ at }) => at >= '2027-06-15T09' && at < '2027-06-15T12');
  expect(await verify(whole, part)).toMatchObject({ code: 0, against: { same: 5 } });
  const old = chainOf('reader', 5, now - 400 * 24 * hourMs + 2 * hourMs);
  expect(await verify(old.slice(2), old)).toMatchObject({ code: 0, against: { same: 3, expired: 2 } });
  expect(await verify(old.slice(3), old)).toMatchObject({ code: 10, against: { same: 2, expired: 2 } });
});

test('one target alone is checked, and a file without it shows', async () => {
  await verify(reader, whole);
  const only = (against: string) =>
    terminal.run(['audit', 'verify', '--target', 'reader', '--against', against, '-o', 'json']);
  expect(JSON.parse((await only(file)).out)).toMatchObject({ valid: true, against: { same: 5 } });
  expect(deployment.sent.some(({ url }) => url.searchParams.get('targetId') === 'reader')).toBe(true);
  writeFileSync(file, writer.map((event) => JSON.stringify(event)).join('\n'));
  const { code, out } = await only(file);
  expect([code, JSON.parse(out).faults.length]).toEqual([10, 3]);
});

test('the exported log is read in each way that it is exported', async () => {
  const lines = whole.map((event) => JSON.stringify(event));
  for (const text of [
    lines.map((line) => `2027-06-15T12:00:00.000Z ${line}`).join('\r\n'),
    JSON.stringify({ events: lines.map((message) => ({ message, timestamp: 1 })) }, null, 2),
  ]) {
    expect(await verify(whole, text)).toMatchObject({ code: 0, against: { same: 8 } });
  }
});

test.each([
  ['', 'has no audit events'],
  ['{"eventId":"x"}', 'line 1 is no audit event'],
  [`${JSON.stringify(reader[0])}\n{"eventId`, 'line 2 is no audit event'],
])('a file that is none is refused: %j', async (text, message) => {
  expect(await verify(whole, text)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});

test('people are shown what is wrong with which event', async () => {
  deployment.answers['GET /audit-events'] = () => [200, altered('reader-2')];
  const { code, out } = await terminal.run(['audit', 'verify']);
  expect([code, out]).toEqual([10, expect.stringMatching(/^altered +API +2 +reader-2$/m)]);
});
