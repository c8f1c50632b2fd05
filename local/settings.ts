import { resolve } from 'node:path';
import { StartError } from './errors.ts';

/** What the person who starts the server chose, by arguments and environment. */
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

/** @throws StartError for an unknown argument or a port that is none */
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
  const context: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] ?? '';
    const [, inline] = /^(?:-c|--context)=(.*)$/s.exec(argument) ?? [];
    const pair = inline ?? (argument === '-c' || argument === '--context' ? args[++i] : undefined);
    if (pair === undefined || !/^[^=]+=/.test(pair)) {
      throw new StartError(`unknown argument ${argument}; usage: npm start -- [-c key=value …]`);
    }
    context.push(pair);
  }
  const namesAdministrator = context.some((pair) => pair.startsWith('adminEmail='));
  return namesAdministrator ? context : ['adminEmail=admin@example.com', ...context];
}
