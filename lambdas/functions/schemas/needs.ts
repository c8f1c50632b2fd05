import * as z from 'zod';
import type { Needs } from '../../domain/permissions/needs.ts';

export const actionField = z
  .enum(['read', 'write', 'execute', 'deploy'])
  .describe('`read` or `write` on a module; `read`, `execute` or `deploy` on an environment');

/** An `action` is on one module or one environment of a project. */
export function checkTarget(value: Needs, context: z.core.$RefinementCtx): void {
  const { project, module, environment, action } = value;
  const refuse = (field: keyof Needs, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message, input: value });
  if (module !== undefined && environment !== undefined)
    refuse('environment', 'Give module or environment, not both');
  const isNamed = module !== undefined || environment !== undefined;
  if (project === undefined && (isNamed || action !== undefined)) refuse('project', 'Required with action');
  if (project !== undefined && !isNamed) refuse('module', 'Give module or environment with project');
  if (isNamed && action === undefined) refuse('action', 'Required with module and environment');
  if (module !== undefined && (action === 'execute' || action === 'deploy')) {
    refuse('action', 'A module can be read or written');
  }
  if (environment !== undefined && action === 'write') {
    refuse('action', 'An environment can be read, executed or deployed');
  }
}
