import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ofType, resource, type Template } from '../stack/synthesized.ts';

/** What became of each app of `apps.ts`. */
type Outcome =
  | { readonly templates: readonly Template[]; readonly refusal?: never }
  | { readonly refusal: string; readonly templates?: never };

export let outcomes: Record<string, Outcome>;
beforeAll(async () => {
  const apps = ['--conditions=latchkey-source', join(import.meta.dirname, 'apps.ts')];
  const { stdout } = await promisify(execFile)(process.execPath, apps, {
    env: { ...process.env, CDK_VALIDATION: 'false' },
    maxBuffer: 64 * 1024 * 1024,
  });
  outcomes = JSON.parse(stdout);
}, 120_000);

export function templateOf(name: string): Template {
  const [template] = outcomes[name]?.templates ?? [];
  if (template === undefined) throw new Error(`${name}: ${outcomes[name]?.refusal}`);
  return template;
}
export const idOf = (template: Template, type: string) => ofType(template, type)[0]?.[0];
export const methodOf = (name: string, idPrefix: string) =>
  resource(templateOf(name), 'AWS::ApiGateway::Method', idPrefix).Properties;
export const registrationIn = (name: string) => resource(templateOf(name), 'Custom::LatchkeyApi');
export const deploymentOf = (name: string) => idOf(templateOf(name), 'AWS::ApiGateway::Deployment');
