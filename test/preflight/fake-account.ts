import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What the account has. Each test changes what it is about. */
export interface AccountState {
  concurrency: { total: number; unreserved: number };
  throttle: { rateLimit: number; burstLimit: number };
  cloudWatchRoleArn: string | null;
  stacks: Record<string, { status: string; isProtected?: boolean; outputs?: Record<string, string> }>;
  /** Names, with the stack and CloudFormation's status of it there, where one lists it. */
  logGroups: Record<string, { stack?: string; resourceStatus?: string; isProtected?: boolean }>;
  tableQuotas: { reads: number | null; writes: number | null };
  /** Operations that are denied, `GetAccountSettings` for example. */
  denied: string[];
}

/** An account that everything fits into. */
export function roomyAccount(): AccountState {
  return {
    concurrency: { total: 1000, unreserved: 1000 },
    throttle: { rateLimit: 10_000, burstLimit: 5000 },
    cloudWatchRoleArn: null,
    stacks: { CDKToolkit: { status: 'UPDATE_COMPLETE', outputs: { BootstrapVersion: '28' } } },
    logGroups: {},
    tableQuotas: { reads: 40_000, writes: 40_000 },
    denied: [],
  };
}

const quotaCodes: Record<string, 'reads' | 'writes'> = { 'L-CF0CBE56': 'reads', 'L-AB614373': 'writes' };
const defaultTableQuota = 40_000;

/** Answers the SDK's calls as the services do, each in its own protocol. */
export class FakeAccount {
  state = roomyAccount();
  /** Operations in the order that they were asked for. */
  readonly asked: string[] = [];
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const target =
      String(request.headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1) ?? '';
    const form = new URLSearchParams(body);
    const operation = target || form.get('Action') || restOperation(request);
    this.asked.push(operation);
    const input = target === '' ? Object.fromEntries(form) : (JSON.parse(body) as Record<string, string>);
    const isXml = target === '' && form.has('Action');
    const answer = this.state.denied.includes(operation)
      ? refusal(
          isXml ? 'AccessDenied' : 'AccessDeniedException',
          'not authorized, says a text with a-secret-token',
        )
      : this.#answer(operation, input);
    response.statusCode = answer.status;
    if (answer.error !== undefined) response.setHeader('x-amzn-ErrorType', answer.error);
    response.setHeader('Content-Type', isXml ? 'text/xml' : 'application/json');
    response.end(isXml ? xmlDocument(operation, answer) : JSON.stringify(answer.body));
  }

  #answer(operation: string, input: Record<string, string>): Answer {
    const { concurrency, throttle, cloudWatchRoleArn, tableQuotas } = this.state;
    switch (operation) {
      case 'GetCallerIdentity':
        return found({ Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/ada', UserId: 'AIDA' });
      case 'GetAccountSettings':
        return found({
          AccountLimit: {
            ConcurrentExecutions: concurrency.total,
            UnreservedConcurrentExecutions: concurrency.unreserved,
          },
        });
      case 'GetAccount':
        return found({
          throttleSettings: throttle,
          ...(cloudWatchRoleArn === null ? {} : { cloudwatchRoleArn: cloudWatchRoleArn }),
        });
      case 'GetServiceQuota': {
        const value = tableQuotas[quotaCodes[input['QuotaCode'] ?? ''] ?? 'reads'];
        return value === null
          ? refusal('NoSuchResourceException', 'no quota')
          : found({ Quota: { Value: value } });
      }
      case 'GetAWSDefaultServiceQuota':
        return found({ Quota: { Value: defaultTableQuota } });
      case 'DescribeLogGroups':
        return found({ logGroups: this.#logGroups(input['logGroupNamePrefix'] ?? '') });
      case 'DescribeStacks':
        return this.#stack(input['StackName'] ?? '');
      case 'DescribeStackResources':
        return this.#resources(input['PhysicalResourceId'] ?? '');
      default:
        return refusal('UnknownOperationException', operation);
    }
  }

  #logGroups(prefix: string): object[] {
    return Object.entries(this.state.logGroups)
      .filter(([name]) => name.startsWith(prefix))
      .map(([logGroupName, { isProtected }]) => ({
        logGroupName,
        deletionProtectionEnabled: isProtected ?? false,
      }));
  }

  #stack(name: string): Answer {
    const stack = this.state.stacks[name];
    if (stack === undefined) return refusal('ValidationError', `Stack with id ${name} does not exist`);
    const outputs = Object.entries(stack.outputs ?? {}).map(([OutputKey, OutputValue]) => ({
      OutputKey,
      OutputValue,
    }));
    return found({
      Stacks: [
        {
          StackName: name,
          CreationTime: '2026-11-01T00:00:00.000Z',
          StackStatus: stack.status,
          EnableTerminationProtection: stack.isProtected ?? false,
          Outputs: outputs,
        },
      ],
    });
  }

  #resources(name: string): Answer {
    const group = this.state.logGroups[name];
    if (group?.stack === undefined) return refusal('ValidationError', `Stack for ${name} does not exist`);
    const { stack: StackName, resourceStatus = 'CREATE_COMPLETE' } = group;
    const resource = {
      StackName,
      ResourceType: 'AWS::Logs::LogGroup',
      Timestamp: '2026-11-01T00:00:00.000Z',
    };
    return found({
      StackResources: [
        {
          ...resource,
          LogicalResourceId: 'Other',
          PhysicalResourceId: 'other',
          ResourceStatus: 'CREATE_COMPLETE',
        },
        {
          ...resource,
          LogicalResourceId: 'Group',
          PhysicalResourceId: name,
          ResourceStatus: resourceStatus,
        },
      ],
    });
  }
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

function found(body: Record<string, unknown>): Answer {
  return { status: 200, body };
}

function refusal(error: string, message: string): Answer {
  return { status: 400, body: { __type: error, message }, error };
}

function restOperation({ method, url }: IncomingMessage): string {
  const path = `${method} ${url?.split('?')[0]?.replace(/\/$/, '')}`;
  return (
    { 'GET /2016-08-19/account-settings': 'GetAccountSettings', 'GET /account': 'GetAccount' }[path] ?? path
  );
}

function xmlDocument(operation: string, { body, error }: Answer): string {
  if (error === undefined) {
    return `<${operation}Response><${operation}Result>${xml(body)}</${operation}Result></${operation}Response>`;
  }
  const { message } = body;
  return `<ErrorResponse><Error>${xml({ Type: 'Sender', Code: error, Message: message })}</Error></ErrorResponse>`;
}

function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${xml(item)}</member>`).join('');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, member]) => `<${name}>${xml(member)}</${name}>`)
    .join('');
}
