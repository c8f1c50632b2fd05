import * as z from 'zod';
import { labelField } from './fields.ts';

const maxScopes = 100;

/** Scopes of the catalogue, `x:*` for a resource x in it, and `*`. */
export function scopesField(catalogue: Readonly<Record<string, string>>) {
  const known = new Set(Object.keys(catalogue));
  const resources = new Set(Object.keys(catalogue).map((scope) => `${scope.split(':')[0]}:*`));
  return z
    .array(
      z.string().refine((scope) => scope === '*' || known.has(scope) || resources.has(scope), {
        error: 'Not in the scope catalogue (GET /scopes)',
      }),
    )
    .max(maxScopes);
}

/** Modules to `read` or `write`, environments to a list of actions, per project; `*` matches all. */
export const accessRightsField = z.strictObject({
  projects: z
    .record(
      labelField,
      z.strictObject({
        modules: z.record(labelField, z.enum(['read', 'write'])).optional(),
        environments: z.record(labelField, z.array(z.enum(['read', 'execute', 'deploy'])).max(3)).optional(),
      }),
    )
    .optional(),
});
