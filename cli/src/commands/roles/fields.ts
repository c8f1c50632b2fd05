import type { AccessRights, RoleDefinition } from '@latchkey/client';
import type { Command } from 'commander';
import { jsonOption, listOption } from '../option-values.ts';

export interface RoleOptions {
  readonly description?: string;
  readonly scopes?: string[];
  readonly accessRights?: AccessRights;
}

/** Options for what a role grants. */
export function addRoleOptions(command: Command): Command {
  return command
    .option('--description <text>', 'what it is for')
    .option('--scopes <scopes>', 'what it grants, with commas between them', listOption)
    .option('--access-rights <json>', 'rights by project', jsonOption('--access-rights'));
}

/** What was given; what was not is not in it. */
export function definitionOf({ description, scopes, accessRights }: RoleOptions): RoleDefinition {
  return {
    ...(description !== undefined && { description }),
    ...(scopes !== undefined && { scopes }),
    ...(accessRights !== undefined && { accessRights }),
  };
}
