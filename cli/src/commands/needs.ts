import type { ApiKeyTest } from '@latchkey/client';
import { type Command, Option } from 'commander';
import { listOption, wholeNumber } from './option-values.ts';

/** A call that a key is asked about. */
export interface NeedOptions {
  readonly scopes?: string[];
  readonly project?: string;
  readonly module?: string;
  readonly environment?: string;
  readonly action?: NonNullable<ApiKeyTest['action']>;
  readonly sourceIp?: string;
  readonly cost?: number;
}

const actions = ['read', 'write', 'execute', 'deploy'] as const;

/** Options for what a call would need. */
export function addNeedOptions(command: Command): Command {
  return command
    .option('--scopes <scopes>', 'what the call needs, with commas between them', listOption)
    .option('--project <name>', 'the project that it is about')
    .option('--module <name>', 'the module of the project')
    .option('--environment <name>', 'the environment of the project')
    .addOption(new Option('--action <action>', 'what is done there').choices(actions))
    .option('--source-ip <address>', 'where the call comes from')
    .option('--cost <calls>', 'how many calls it counts for', wholeNumber('--cost'));
}

/** The members of a request's body; what was not given is not in it. */
export function needsOf({
  scopes,
  project,
  module,
  environment,
  action,
  sourceIp,
  cost,
}: NeedOptions): ApiKeyTest {
  return {
    ...(scopes !== undefined && { scopes }),
    ...(project !== undefined && { project }),
    ...(module !== undefined && { module }),
    ...(environment !== undefined && { environment }),
    ...(action !== undefined && { action }),
    ...(sourceIp !== undefined && { sourceIp }),
    ...(cost !== undefined && { cost }),
  };
}
