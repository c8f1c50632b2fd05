import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { asError, StartError } from './errors.ts';

/** What the person who starts the server has chosen, with arguments and environment variables. */
export interface Settings {
  readonly host: string;
  /** 0 asks for any free port. */
  readonly port: number;
  readonly dataFolder: string;
  /** A DynamoDB that is already there, or null for the embedded engine. */
  readonly dynamodbEndpoint: string | null;
  /** A CloudWatch Logs endpoint for the functions, or null for the server's own. */
  readonly logsEndpoint: string | null;
  /** `key=value` pairs for `cdk synth -c`. */
  readonly context: readonly string[];
}

/** @throws StartError for an unknown argument, or a port that is not valid */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Settings {
  return {
    host: env.HOST || '127.0.0.1',
    port: readPort(env.PORT || '3000'),
    dataFolder: resolve(env.LATCHKEY_DATA || '.latchkey'),
    dynamodbEndpoint: env.DYNAMODB_ENDPOINT || null,
    logsEndpoint: env.CLOUDWATCH_LOGS_ENDPOINT || null,
    context: readContext(args),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new StartError(`PORT is not a port number: ${text}`);
  return port;
}

function readContext(args: readonly string[]): string[] {
  const options = { context: { type: 'string', short: 'c', multiple: true } } as const;
  try {
    const { context: given = [] } = parseArgs({ args: [...args], options }).values;
    // Of `-c=key=value`, Node.js takes `=key=value` as the value.
    const context = given.map((pair) => pair.replace(/^=/, ''));
    const odd = context.find((pair) => !/^[^=]+=/.test(pair));
    if (odd !== undefined) throw new Error(`${odd} is not key=value`);
    const namesAdministrator = context.some((pair) => pair.startsWith('adminEmail='));
    return namesAdministrator ? context : ['adminEmail=admin@example.com', ...context];
  } catch (error) {
    throw new StartError(`${asError(error).message}; usage: npm start -- [-c key=value …]`);
  }
}
