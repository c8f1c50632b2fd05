import { permissionsOf } from '../stack/permissions.ts';
import type { Template } from '../stack/synthesized.ts';
import type { Need } from './need.ts';

/** What a role may do, apart from what it is for. */
export interface Granted {
  /** For the calls of the function's code. */
  readonly code: ReadonlyMap<string, Need>;
  /** For what Lambda does in the function's name: its log, its stream, the bucket of what it gives up. */
  readonly lambda: readonly string[];
}

/** Reads the grants of the role whose logical id begins so. */
export function grantsOf(template: Template, roleIdPrefix: string): Granted {
  const code = new Map<string, Need>();
  const lambda: string[] = [];
  for (const [permission, condition] of Object.entries(permissionsOf(template, roleIdPrefix))) {
    if (isLambdas(permission)) {
      lambda.push(permission);
      continue;
    }
    const name = permission.replace('.Arn', '');
    const [action = '', resource = ''] = name.split(' ');
    code.set(name, { action, resource, partitions: partitionsIn(condition) });
  }
  return { code, lambda };
}

function isLambdas(permission: string): boolean {
  return / LogsFunctions\.Arn$| LogsIdentity\.Arn$| (Registry|Outbox)\.StreamArn$|^s3:/.test(permission);
}

/** The beginnings that a condition confines partition keys to; null where there is none. */
function partitionsIn(condition: unknown): ReadonlySet<string> | null {
  if (condition === null) return null;
  const patterns = (condition as any)['ForAllValues:StringLike']['dynamodb:LeadingKeys'] as string[];
  return new Set(patterns.map((pattern) => pattern.replace(/\*$/, '')));
}
