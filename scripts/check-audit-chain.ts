/**
 * `node scripts/check-audit-chain.ts [FILE] [--against FILE]`: checks that no audit event of a target was removed,
 * altered or put in another's place. FILE holds one event a line as JSON, as the log group has them, in any order and
 * any number of times; it is standard input where it is left out. What a chain cannot show by itself, that its end or
 * all of it is missing or that all of it was written anew, is found against a second file: the same events from
 * `GET /audit-events`.
 *
 * Prints the first bad event of each target. Exit code: 0 no fault, 1 a fault, 2 not called properly or nothing to read.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type AuditEvent, findChainFault, hashEvent } from '../lambdas/domain/audit/audit.ts';
import { readAuditEvent } from './audit-event-line.ts';

/** Events of one target, in the order of their sequence. */
type Chains = ReadonlyMap<string, readonly AuditEvent[]>;

interface EventFile {
  readonly chains: Chains;
  readonly eventCount: number;
  readonly faults: readonly string[];
}

function readEventFile(path: string | 0): EventFile {
  const name = path === 0 ? 'standard input' : path;
  const events = new Map<string, AuditEvent>();
  const faults: string[] = [];
  for (const [at, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    const event = readAuditEvent(line);
    if (event === null) faults.push(`${name}, line ${at + 1}: not an audit event`);
    // Copies are alike: another content under the same id is another event, and does not fit into the chain.
    else events.set(`${event.eventId} ${event.hash} ${hashEvent(event)}`, event);
  }
  const chains = Map.groupBy(events.values(), ({ target }) => `${target.type} ${target.id}`);
  for (const [target, chain] of chains) {
    chain.sort((left, right) => left.sequence - right.sequence);
    const fault = findChainFault(chain);
    if (fault !== null) {
      faults.push(`${name}, ${target}: event ${fault.sequence} (${fault.eventId}) is ${fault.reason}`);
    }
  }
  return { chains, eventCount: events.size, faults };
}

/** The first event of each target that one file has and the other has not, or has otherwise. */
function compare(left: Chains, right: Chains): string[] {
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((target) => {
    const [ours, theirs] = [left, right].map((chains) => bySequence(chains.get(target) ?? []));
    const sequences = [...new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])])];
    for (const sequence of sequences.toSorted((a, b) => a - b)) {
      const [one, other] = [ours?.get(sequence), theirs?.get(sequence)];
      if (one?.hash === other?.hash) continue;
      const difference =
        one === undefined
          ? 'is missing from the first'
          : other === undefined
            ? 'is missing from the second'
            : 'differs';
      return [`${target}: event ${sequence} (${(one ?? other)?.eventId}) ${difference}`];
    }
    return [];
  });
}

function bySequence(events: readonly AuditEvent[]): Map<number, AuditEvent> {
  return new Map(events.map((event) => [event.sequence, event]));
}

function check(path: string | 0, against: string | undefined): 0 | 1 | 2 {
  const file = readEventFile(path);
  const other = against === undefined ? null : readEventFile(against);
  const differences = other === null ? [] : compare(file.chains, other.chains);
  const faults = [...file.faults, ...(other?.faults ?? []), ...differences];
  for (const fault of faults) console.log(fault);
  if (faults.length > 0) return 1;
  if (file.eventCount === 0) {
    console.error('There are no events to check');
    return 2;
  }
  console.log(`${file.eventCount} events of ${file.chains.size} targets, no fault`);
  return 0;
}

try {
  const { values, positionals } = parseArgs({
    options: { against: { type: 'string' } },
    allowPositionals: true,
  });
  if (positionals.length > 1) throw new Error('Give one file, or none for standard input');
  process.exitCode = check(positionals[0] ?? 0, values.against);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
