import * as z from 'zod';
import type { ResolvedResource } from '../template/stack.ts';
import { UnsupportedError } from '../template/unsupported-error.ts';

/** A property that changes nothing on a laptop; the reason is for the reader. */
export function withoutEffect(reason: string) {
  return z.unknown().optional().describe(reason);
}

/** CloudFormation lets numbers and booleans be written as text. */
export const integer = z.coerce.number().int();
export const flag = z.union([z.boolean(), z.stringbool()]);

/** A switch that the laptop can only leave off. */
export const mustBeOff = flag.refine((isOn) => !isOn, 'is not supported on a laptop').optional();

/**
 * The properties of a resource by its schema, which names every property that is known: whatever else the
 * template says might matter, and stops the start.
 *
 * @throws UnsupportedError
 */
export function readProperties<T>(schema: z.ZodType<T>, resource: ResolvedResource): T {
  const result = schema.safeParse(resource.properties);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join('.') ?? '';
  const message =
    issue?.code === 'unrecognized_keys'
      ? `the property ${[...issue.path, issue.keys[0]].join('.')} is not supported`
      : `the property ${path}: ${issue?.message}`;
  throw new UnsupportedError(resource, message);
}
