import * as z from 'zod';
import { arnOf } from '../aws.ts';
import { isLogGroupName, type LogGroup, type LogGroups } from './log-groups.ts';
import { validateBatch } from './put-log-events.ts';

/** A refusal, which the SDK turns into an exception of that name. */
export class LogsError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

type Operation = (input: unknown, groups: LogGroups) => Promise<object>;

const groupName = z.string().refine(isLogGroupName, 'is not a log group name');
const streamName = z.string().regex(/^[^:*]{1,512}$/);
const pageSize = 50;

const operations: Readonly<Record<string, Operation>> = {
  async CreateLogGroup(input, groups) {
    const { logGroupName } = parse(z.object({ logGroupName: groupName }), input);
    if (groups.get(logGroupName) !== undefined) {
      throw new LogsError('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    groups.ensure(logGroupName);
    return {};
  },

  async CreateLogStream(input, groups) {
    const names = parse(z.object({ logGroupName: groupName, logStreamName: streamName }), input);
    const { streams } = existingGroup(groups, names.logGroupName);
    if (streams.has(names.logStreamName)) {
      throw new LogsError('ResourceAlreadyExistsException', 'The specified log stream already exists');
    }
    streams.add(names.logStreamName);
    return {};
  },

  async PutLogEvents(input, groups) {
    const event = z.object({ timestamp: z.int().nonnegative(), message: z.string() });
    const shape = z.object({
      logGroupName: groupName,
      logStreamName: streamName,
      logEvents: z.array(event),
    });
    const { logGroupName, logStreamName, logEvents } = parse(shape, input);
    const group = existingGroup(groups, logGroupName);
    if (!group.streams.has(logStreamName)) {
      throw new LogsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    }
    const events = logEvents.map(({ timestamp, message }) => ({ timestampMs: timestamp, message }));
    const batch = validateBatch(events, Date.now(), group.retentionDays);
    if (typeof batch === 'string') throw new LogsError('InvalidParameterException', batch);
    if (batch.accepted.length > 0) await groups.append(logGroupName, logStreamName, batch.accepted);
    return {
      nextSequenceToken: String(Date.now()),
      ...(batch.rejected !== null && { rejectedLogEventsInfo: batch.rejected }),
    };
  },

  async DescribeLogGroups(input, groups) {
    const shape = z.object({ logGroupNamePrefix: z.string().default(''), nextToken: z.string().optional() });
    const { logGroupNamePrefix, nextToken } = parse(shape, input);
    const found = groups.list().filter(({ name }) => name.startsWith(logGroupNamePrefix));
    const page = pageAfter(found, (group) => group.name, nextToken);
    return {
      logGroups: page.items.map((group) => ({
        logGroupName: group.name,
        creationTime: group.createdAtMs,
        ...(group.retentionDays !== null && { retentionInDays: group.retentionDays }),
        arn: arnOf('logs', `log-group:${group.name}:*`),
      })),
      nextToken: page.nextToken,
    };
  },

  async DescribeLogStreams(input, groups) {
    const shape = z.object({
      logGroupName: groupName,
      logStreamNamePrefix: z.string().default(''),
      nextToken: z.string().optional(),
    });
    const { logGroupName, logStreamNamePrefix, nextToken } = parse(shape, input);
    const names = [...existingGroup(groups, logGroupName).streams].toSorted();
    const found = names.filter((name) => name.startsWith(logStreamNamePrefix));
    const page = pageAfter(found, (name) => name, nextToken);
    return { logStreams: page.items.map((name) => ({ logStreamName: name })), nextToken: page.nextToken };
  },
};

/** The operations of CloudWatch Logs that the server answers, by `X-Amz-Target`. */
export const logsOperations: ReadonlyMap<string, Operation> = new Map(
  Object.entries(operations).map(([name, operation]) => [`Logs_20140328.${name}`, operation]),
);

function parse<T>(shape: z.ZodType<T>, input: unknown): T {
  const result = shape.safeParse(input);
  if (!result.success) throw new LogsError('InvalidParameterException', z.prettifyError(result.error));
  return result.data;
}

function existingGroup(groups: LogGroups, name: string): LogGroup {
  const group = groups.get(name);
  if (group === undefined) {
    throw new LogsError('ResourceNotFoundException', 'The specified log group does not exist.');
  }
  return group;
}

/** One page of a list. The token is the name of the last item of the page before. */
function pageAfter<T>(items: readonly T[], nameOf: (item: T) => string, token: string | undefined) {
  const rest = token === undefined ? items : items.filter((item) => nameOf(item) > token);
  const page = rest.slice(0, pageSize);
  const last = page.at(-1);
  return {
    items: page,
    nextToken: rest.length > page.length && last !== undefined ? nameOf(last) : undefined,
  };
}
