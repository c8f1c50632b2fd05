import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import { ApiClient } from './api-client.ts';
import { byTarget, exportedEvents, settledEvents } from './audit-log.ts';
import { LatchkeyProcess, lastingArgs } from './latchkey-process.ts';
import { findPlaintext } from './secrecy.ts';
import { edited, editedAndHashed, edits, exchanged, forgedFrom } from './tampering.ts';

const script = join(import.meta.dirname, '../../scripts/check-audit-chain.ts');

let server: LatchkeyProcess;
let folder: string;
let id: string;
/** Events of the key as the log file has them, each once and in order; those of all else; and all of the table. */
let ofKey: AuditEvent[];
let ofOthers: AuditEvent[];
let inTable: AuditEvent[];

beforeAll(async () => {
  server = await LatchkeyProcess.start({ args: lastingArgs });
  folder = mkdtempSync(join(tmpdir(), 'latchkey-chain-'));
  const admin = new ApiClient(server.bootstrap.url, server.bootstrap.adminKey);
  id = await liveAndDie(admin);
  inTable = await settledEvents(server, admin);
  const exported = byTarget(exportedEvents(server).values());
  ofKey = exported.get(id) ?? [];
  exported.delete(id);
  ofOthers = [...exported.values()].flat();
}, 60_000);

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  const places = findPlaintext(server);
  server.removeData();
  expect(places).toEqual([]);
});

/** Everything that can happen to a key, once. */
async function liveAndDie(admin: ApiClient): Promise<string> {
  const created = await admin.post('/api-keys', { name: 'CI Pipeline', expiresIn: '90d' });
  const path = `/api-keys/${created.body.id}`;
  const answers = [
    await admin.patch(path, { name: 'Nightly build' }),
    await admin.post(`${path}/pause`),
    await admin.post(`${path}/resume`),
    await admin.post(`${path}/rotate`, { gracePeriod: '1h' }),
    await admin.patch(path, { description: 'of the main branch', scopes: ['database:read'] }),
    await admin.delete(path),
  ];
  expect([created, ...answers].map(({ status }) => status)).toEqual([201, 200, 200, 200, 200, 200, 204]);
  return created.body.id;
}

function write(name: string, events: readonly object[]): string {
  const file = join(folder, name);
  writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return file;
}

/** What the script prints and how it ends, its files' folder left out. */
function check(events: readonly object[], against?: readonly object[]) {
  const more = against === undefined ? [] : ['--against', write('table', against)];
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, write('log', events), ...more], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return { status, printed: stdout.replaceAll(`${folder}/`, '').trimEnd().split('\n') };
}

/** How an event is named that is the first bad one of its key, in the log. */
function fault({ eventId, sequence }: AuditEvent, reason: string) {
  return { status: 1, printed: [`log, api_key ${id}: event ${sequence} (${eventId}) is ${reason}`] };
}

test('the log tells the life of a key as the table does', () => {
  expect(ofKey.map(({ action }) => action)).toEqual([
    'api_key.created',
    'api_key.renamed',
    'api_key.paused',
    'api_key.resumed',
    'api_key.rotated',
    'api_key.updated',
    'api_key.deleted',
  ]);
  expect(ofKey).toEqual(inTable.filter(({ target }) => target.id === id));
});

describe('the check finds no fault', () => {
  const sound = () => ({
    status: 0,
    printed: [expect.stringMatching(new RegExp(`^${inTable.length} events of \\d+ targets, no fault$`))],
  });

  test('in the log as it is, which is the table’s', () => {
    expect(check([...ofOthers, ...ofKey], inTable)).toEqual(sound());
  });

  test('where events came late, twice, in another order', () => {
    expect(check([...ofKey.toReversed(), ...ofOthers, ...ofKey])).toEqual(sound());
  });

  test('on standard input, with the times that an export to S3 puts before events', () => {
    const input = ofKey.map((event) => `${event.at} ${JSON.stringify(event)}\n`).join('');
    const { stdout, status } = spawnSync(process.execPath, [script], { encoding: 'utf8', input });
    expect([stdout, status]).toEqual(['7 events of 1 targets, no fault\n', 0]);
  });
});

describe('the check names the first bad event', () => {
  test('where one is removed: the one after it', () => {
    for (let place = 0; place < 6; place += 1) {
      const removed = ofKey.toSpliced(place, 1);
      expect(check([...ofOthers, ...removed])).toEqual(fault(removed[place]!, 'out of sequence'));
    }
  });

  test('where two are swapped', () => {
    for (let place = 0; place < 6; place += 1) {
      const swapped = exchanged(ofKey, place, ['sequence']);
      expect(check(swapped)).toEqual(fault(swapped[place + 1]!, 'not linked'));
      const links = exchanged(ofKey, place, ['sequence', 'previousHash', 'hash']);
      expect(check(links)).toEqual(fault(links[place + 1]!, 'altered'));
    }
  });

  test.each(Object.entries(edits))('where of one %s is edited', (_, edit) => {
    const forged = edited(ofKey, 4, edit);
    expect(check([...ofOthers, ...forged])).toEqual(fault(forged[4]!, 'altered'));
  });

  test('where one is linked to another, or numbered otherwise', () => {
    const linked = edited(ofKey, 4, () => ({ previousHash: ofKey[2]!.hash }));
    expect(check(linked)).toEqual(fault(linked[4]!, 'not linked'));
    const later = edited(ofKey, 4, () => ({ sequence: 99 }));
    expect(check(later)).toEqual(fault(ofKey[5]!, 'out of sequence'));
    const earlier = edited(ofKey, 4, () => ({ sequence: 4 }));
    expect(check(earlier)).toEqual(fault(earlier[4]!, 'out of sequence'));
  });

  test('where one is made another target’s: of both', () => {
    const moved = edited(ofKey, 4, ({ target }) => ({ target: { ...target, id: 'another' } }));
    const { eventId } = ofKey[4]!;
    const [own] = fault(ofKey[5]!, 'out of sequence').printed;
    const foreign = `log, api_key another: event 5 (${eventId}) is out of sequence`;
    expect(check(moved)).toEqual({ status: 1, printed: [own, foreign] });
  });

  test('where one is edited and hashed anew: the one after it', () => {
    const forged = editedAndHashed(ofKey, 4, edits['sourceIp']!);
    expect(check(forged)).toEqual(fault(ofKey[5]!, 'not linked'));
  });

  test('where an altered copy stands beside one', () => {
    const copy = edited(ofKey, 4, edits['sourceIp']!)[4]!;
    expect(check([...ofKey, copy])).toEqual(fault(copy, 'out of sequence'));
    expect(check([copy, ...ofKey])).toEqual(fault(copy, 'altered'));
  });

  test('or the line where there is no event', () => {
    const lines = [...ofKey.slice(0, 6), { ...ofKey[6]!, target: null }];
    expect(check(lines)).toEqual({ status: 1, printed: ['log, line 7: not an audit event'] });
  });
});

describe('compared with the table the check finds what a chain cannot show', () => {
  const difference = ({ eventId, sequence }: AuditEvent, what: string) => ({
    status: 1,
    printed: [`api_key ${id}: event ${sequence} (${eventId}) ${what}`],
  });

  test('the end of a chain is missing', () => {
    const cut = [...ofOthers, ...ofKey.slice(0, 5)];
    expect(check(cut).status).toBe(0);
    expect(check(cut, inTable)).toEqual(difference(ofKey[5]!, 'is missing from the first'));
  });

  test('all of a chain is missing, in the log or in the table', () => {
    expect(check(ofOthers, inTable)).toEqual(difference(ofKey[0]!, 'is missing from the first'));
    expect(check(inTable, ofOthers)).toEqual(difference(ofKey[0]!, 'is missing from the second'));
  });

  test('a chain was written anew', () => {
    const forged = [...ofOthers, ...forgedFrom(ofKey, 3, edits['sourceIp']!)];
    expect(check(forged).status).toBe(0);
    expect(check(forged, inTable)).toEqual(difference(forged.at(-4)!, 'differs'));
  });
});

test('without events there is nothing to vouch for', () => {
  const { status, stdout } = spawnSync(process.execPath, [script], { encoding: 'utf8', input: '\n' });
  expect([status, stdout]).toEqual([2, '']);
});
