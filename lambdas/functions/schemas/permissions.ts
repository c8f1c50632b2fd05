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

export const accessRightsField = z
  .strictObject({
    projects: z
      .record(
        labelField,
        z.strictObject({
          modules: z.record(labelField, z.enum(['read', 'write'])).optional(),
          environments: z
            .record(labelField, z.array(z.enum(['read', 'execute', 'deploy'])).max(3))
            .optional(),
        }),
      )
      .optional(),
  })
  .meta({
    id: 'AccessRights',
    description:
      'Per project: `read` or `write` on modules, and a list of actions on environments. `write` includes `read`; ' +
      '`*` as project, module or environment stands for all of them; `{}` grants nothing.',
  });
