import type { UsageNeeds } from '../../contract/usage.ts';
import type { Needs } from '../permissions/needs.ts';

/** Characters of JSON: a usage line is short, and services can ask for many scopes. */
const maxLength = 2_048;

/** What a call asked for, as its usage line has it; nothing where that is too long for one. */
export function describeNeeds({ scopes = [], project, module, environment, action }: Needs): {
  readonly needed?: UsageNeeds;
} {
  const needed = {
    scopes,
    ...(project === undefined ? {} : { project }),
    ...(module === undefined ? {} : { module }),
    ...(environment === undefined ? {} : { environment }),
    ...(action === undefined ? {} : { action }),
  };
  return JSON.stringify(needed).length > maxLength ? {} : { needed };
}
