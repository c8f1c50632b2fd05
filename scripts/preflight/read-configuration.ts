import { readFileSync } from 'node:fs';
import {
  type Configuration,
  ConfigurationError,
  parseConfiguration,
} from '../../lib/configuration/configuration.ts';
import { PreflightError } from './preflight-error.ts';

export interface DeploymentConfiguration {
  readonly configuration: Configuration;
  /** `toolkitStackName` of cdk.json, where another bootstrap stack than CDK's usual one serves. */
  readonly toolkitStackName: string | undefined;
}

interface CdkJson {
  readonly context?: Readonly<Record<string, unknown>>;
  readonly toolkitStackName?: string;
}

/**
 * The configuration as `cdk synth` would read it from cdk.json and the command line.
 *
 * @param context `key=value` pairs
 * @throws PreflightError naming every wrong key
 */
export function readConfiguration(path: string, context: readonly string[]): DeploymentConfiguration {
  const { context: written = {}, toolkitStackName } = readCdkJson(path);
  const given = new Map(context.map(splitPair));
  try {
    const configuration = parseConfiguration((key) => given.get(key) ?? written[key]);
    return { configuration, toolkitStackName };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new PreflightError(error.message, { cause: error });
  }
}

function readCdkJson(path: string): CdkJson {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as CdkJson;
  } catch (error) {
    throw new PreflightError(`cdk.json cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) throw new PreflightError(`Not a key=value pair: ${pair}`);
  return [pair.slice(0, at), pair.slice(at + 1)];
}
