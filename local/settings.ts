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
  /** False where expired items stay, as they do for days in an account. */
  readonly sweepsTtl: boolean;
  /** `key=value` pairs for `cdk synth -c`, of every app. */
  readonly context: readonly string[];
  /** Folders of further CDK apps that are served beside this one. */
  readonly apps: readonly string[];
}

/** @throws StartError for an unknown argument, a port or a switch that is not valid */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Settings {
  return {
    host: env.HOST || '127.0.0.1',
    port: readPort(env.PORT || '3000'),
    dataFolder: resolve(env.LATCHKEY_DATA || '.latchkey'),
    dynamodbEndpoint: env.DYNAMODB_ENDPOINT || null,
    logsEndpoint: env.CLOUDWATCH_LOGS_ENDPOINT || null,
    sweepsTtl: readSwitch('LATCHKEY_TTL_SWEEP', env, true),
    ...readArguments(args),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new StartError(`PORT is not a port number: ${text}`);
  return port;
}

function readSwitch(name: string, env: NodeJS.ProcessEnv, byDefault: boolean): boolean {
  const text = env[name] || (byDefault ? 'on' : 'off');
  if (text !== 'on' && text !== 'off') throw new StartError(`${name} is neither on nor off: ${text}`);
  return text === 'on';
}

function readArguments(args: readonly string[]): Pick<Settings, 'apps' | 'context'> {
  const options = {
    app: { type: 'string', multiple: true },
    context: { type: 'string', short: 'c', multiple: true },
  } as const;
  try {
    const { app: apps = [], context: given = [] } = parseArgs({ args: [...args], options }).values;
    // Of `-c=key=value`, Node.js takes `=key=value` as the value.
    const context = given.map((pair) => pair.replace(/^=/, ''));
    const odd = context.find((pair) => !/^[^=]+=/.test(pair));
    if (odd !== undefined) throw new Error(`${odd} is not key=value`);
    const namesAdministrator = context.some((pair) => pair.startsWith('adminEmail='));
    return {
      apps: apps.map((folder) => resolve(folder)),
      context: namesAdministrator ? context : ['adminEmail=admin@example.com', ...context],
    };
  } catch (error) {
    throw new StartError(
      `${asError(error).message}; usage: npm start -- [-c key=value …] [--app <folder of a CDK app> …]`,
    );
  }
}
