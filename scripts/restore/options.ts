import { parseArgs } from 'node:util';
import { RestoreError } from './restore-error.ts';

export const usage = `npm run restore -- --credentials TABLE --registry TABLE [options]

  --credentials, --registry   the tables that point-in-time recovery has made
  --usage TABLE               a restored Usage table, if usage is to come back as well
  --stack NAME                the deployment, "latchkey" unless given; its tables and its log are found by it
  --live-credentials, --live-registry, --live-usage, --live-outbox TABLE
                              the live tables by name
  --events FILE               the audit log as JSON lines, instead of CloudWatch Logs
  --log-group NAME            the audit log's group, /<stack>/audit unless given
  --since TIME                read the log from then on; an hour before the copy ends unless given
  -c, --context KEY=VALUE     configuration that was given to cdk deploy so
  --apply                     write; without it the program only tells what it would`;

export interface TableNames {
  readonly credentials: string;
  readonly registry: string;
  readonly usage?: string | undefined;
}

/** Nothing is read from a copy of Outbox: what is to come is planned anew. */
export interface LiveTableNames extends TableNames {
  readonly outbox: string;
}

export interface RestoreOptions {
  readonly copy: TableNames;
  /** What is not given is found by the stack. */
  readonly live: Partial<LiveTableNames>;
  readonly stack: string;
  /** Null for CloudWatch Logs. */
  readonly eventsFile: string | null;
  readonly logGroup: string;
  /** Milliseconds since the epoch; null for an hour before the copy ends. */
  readonly since: number | null;
  readonly context: ReadonlyMap<string, string>;
  readonly isApplied: boolean;
}

const text = { type: 'string' } as const;

/** @throws RestoreError */
export function parseOptions(args: readonly string[]): RestoreOptions {
  const values = parse(args);
  const { credentials, registry, stack = 'latchkey' } = values;
  if (credentials === undefined || registry === undefined) {
    throw new RestoreError(`Give --credentials and --registry\n\n${usage}`);
  }
  if (values.events !== undefined && values['log-group'] !== undefined) {
    throw new RestoreError('Give --events or --log-group, not both');
  }
  const copy = { credentials, registry, usage: values.usage };
  const live = {
    credentials: values['live-credentials'],
    registry: values['live-registry'],
    usage: values['live-usage'],
    outbox: values['live-outbox'],
  };
  const names = [...Object.values(copy), ...Object.values(live)].filter((name) => name !== undefined);
  if (new Set(names).size < names.length) throw new RestoreError('One table is named twice');
  const since = values.since === undefined ? null : Date.parse(values.since);
  if (Number.isNaN(since)) throw new RestoreError('--since: give an ISO-8601 timestamp');
  return {
    copy,
    live,
    stack,
    eventsFile: values.events ?? null,
    logGroup: values['log-group'] ?? `/${stack}/audit`,
    since,
    context: new Map((values.context ?? []).map(splitPair)),
    isApplied: values.apply ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        credentials: text,
        registry: text,
        usage: text,
        stack: text,
        'live-credentials': text,
        'live-registry': text,
        'live-usage': text,
        'live-outbox': text,
        events: text,
        'log-group': text,
        since: text,
        context: { type: 'string', short: 'c', multiple: true },
        apply: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new RestoreError(`${(error as Error).message}\n\n${usage}`, { cause: error });
  }
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) throw new RestoreError(`Not a key=value pair: ${pair}`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}
