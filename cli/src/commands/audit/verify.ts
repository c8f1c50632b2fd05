import { type AuditEvent, type ChainReport, type Latchkey, verifyChain } from '@latchkey/client';
import { type AddCommand, examples } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type ExitCode, exitCodes } from '../../exit-code.ts';
import type { View } from '../../output/view.ts';
import { contentOf } from '../given-document.ts';
import { type Comparison, compareLogs } from './compare.ts';
import { readExported } from './exported.ts';

const dayMs = 86_400_000;

interface VerifyOptions {
  readonly target?: string;
  readonly against?: string;
}

/** Something that is wrong with an event, and in which copy of the log. */
interface Fault {
  readonly copy: 'API' | 'file' | 'both';
  readonly eventId: string;
  readonly sequence: number;
  readonly reason: string;
}

interface Report extends Omit<ChainReport, 'faults'> {
  readonly valid: boolean;
  readonly events: number;
  readonly targets: number;
  readonly faults: readonly Fault[];
  readonly against: Omit<Comparison, 'differences'> | null;
}

const view: View<Report> = {
  columns: [
    { title: 'valid', value: ({ valid }) => (valid ? 'yes' : 'NO') },
    { title: 'events', value: ({ events }) => String(events) },
    { title: 'targets', value: ({ targets }) => String(targets) },
    { title: 'hashes verified', value: ({ verified }) => String(verified) },
    { title: 'links alone', value: ({ linkedOnly }) => String(linkedOnly) },
    { title: 'faults', value: ({ faults }) => String(faults.length) },
    { title: 'against the file', value: ({ against }) => describe(against) },
  ],
  fields: ['valid', 'events', 'targets', 'verified', 'linkedOnly', 'faults', 'against'],
  name: ({ valid }) => (valid ? 'valid' : 'not valid'),
};

const faultView: View<Fault> = {
  columns: [
    { title: 'fault', value: ({ reason }) => reason },
    { title: 'in', value: ({ copy }) => copy },
    { title: 'sequence', value: ({ sequence }) => String(sequence) },
    { title: 'event', value: ({ eventId }) => eventId },
  ],
  fields: ['copy', 'eventId', 'sequence', 'reason'],
  name: ({ eventId }) => eventId,
};

/** `latchkey audit verify` */
export const addVerifyEvents: AddCommand = (audit, run) => {
  audit
    .command('verify')
    .description('check the audit log by its hash chains; exit code 10 where something is wrong')
    .option('--target <id>', 'the events of one key, user, role or API')
    .option('--against <file>', 'compare with the exported log, too; - for standard input')
    .addHelpText(
      'after',
      `
A chain shows what was altered, removed or put elsewhere, but not that its end is missing, or that all of it was
written anew. That shows against the log group <stack>/audit, which keeps the same events:
${examples(
  'latchkey audit verify',
  'aws logs filter-log-events --log-group-name /latchkey/audit > audit.json',
  'latchkey audit verify --against audit.json',
)}`,
    )
    .action(
      run(async (context, options: VerifyOptions): Promise<ExitCode> => {
        const report = await check(context, options);
        await context.print.record(report, view);
        if (context.format === 'table' && context.options.quiet !== true && !report.valid) {
          await context.print.text('\n');
          await context.print.list(report.faults, faultView);
        }
        return report.valid ? exitCodes.ok : exitCodes.refused;
      }),
    );
};

async function check(context: Context, { target, against }: VerifyOptions): Promise<Report> {
  // Read first: what happens meanwhile is then newer than all of the file.
  const exported =
    against === undefined
      ? null
      : readExported(await contentOf(context, against), against === '-' ? 'standard input' : against);
  const isMeant = (event: AuditEvent) => target === undefined || event.target.id === target;
  const api = await context.api();
  const { signal } = context.surroundings;
  const query = { limit: 100, ...(target !== undefined && { targetId: target }) };
  const events: AuditEvent[] = [];
  for await (const event of api.audit.list(query, { signal })) events.push(event);
  const { faults, ...counts } = await verifyChain(events);
  const found: Fault[] = faults.map((fault) => ({ copy: 'API', ...fault }));
  let comparison: Report['against'] = null;
  if (exported !== null) {
    const { faults: inFile } = await verifyChain(exported.filter(isMeant));
    found.push(...inFile.map((fault) => ({ copy: 'file' as const, ...fault })));
    const { differences, ...rest } = compareLogs(events, exported, isMeant, await keptSince(context, api));
    found.push(...differences.map((difference) => ({ copy: 'both' as const, ...difference })));
    comparison = rest;
  }
  const targets = new Set(events.map(({ target: { type, id } }) => `${type} ${id}`)).size;
  return {
    valid: found.length === 0,
    events: events.length,
    targets,
    ...counts,
    faults: found,
    against: comparison,
  };
}

/** Events live for whole days; what ends today may be gone. */
async function keptSince({ surroundings }: Context, api: Latchkey): Promise<number> {
  const { auditRetentionDays } = await api.settings();
  return surroundings.now().getTime() - auditRetentionDays * dayMs;
}

function describe(against: Report['against']): string {
  if (against === null) return 'not compared';
  const { from, to, same, expired } = against;
  const gone = expired === 0 ? '' : `, ${expired} of the file older than what the API keeps`;
  return `${same} the same, from ${from} to ${to}${gone}`;
}
