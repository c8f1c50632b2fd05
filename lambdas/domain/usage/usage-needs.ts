import type { UsageNeeds } from '../../contract/usage.ts';
import { maskSecrets } from '../keys/mask-secrets.ts';
import type { Needs } from '../permissions/needs.ts';

/** Characters of JSON: a usage line is short, and services can ask for many scopes. */
const maxLength = 2_048;

/**
 * What a call asked for, as its usage line has it; nothing where that is too long for one. Names can come from the path of
 * a call: keys in them are masked.
 */
export function describeNeeds({ scopes = [], project, module, environment, action }: Needs): {
  readonly needed?: UsageNeeds;
} {
  const needed = {
    scopes,
    ...(project === undefined ? {} : { project: maskSecrets(project) }),
    ...(module === undefined ? {} : { module: maskSecrets(module) }),
    ...(environment === undefined ? {} : { environment: maskSecrets(environment) }),
    ...(action === undefined ? {} : { action }),
  };
  return JSON.stringify(needed).length > maxLength ? {} : { needed };
}
