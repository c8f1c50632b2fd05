import * as z from 'zod';
import type { ResolvedResource } from '../template/stack.ts';
import { UnsupportedError } from '../template/unsupported-error.ts';

/** A property that changes nothing on a laptop. The reason is for readers of the code. */
export function withoutEffect(reason: string) {
  return z.unknown().optional().describe(reason);
}

/** CloudFormation allows numbers and booleans as text. */
export const integer = z.coerce.number().int();
export const flag = z.union([z.boolean(), z.stringbool()]);

/** A switch that must not be on, since the laptop does not support what it does. */
export const mustBeOff = flag.refine((isOn) => !isOn, 'is not supported on a laptop').optional();

/**
 * The properties of a resource by its schema. The schema names every property that is known. Any other one stops the
 * start, since it might matter.
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
