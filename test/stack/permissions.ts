import { ofType, type Template } from './synthesized.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** Every statement of the policies attached to a role, as `action resource` → condition or null. */
export function permissionsOf(template: Template, roleIdPrefix: string): Record<string, unknown> {
  const statements = ofType(template, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) =>
      Properties.Roles.some((role: { Ref: string }) => role.Ref.startsWith(roleIdPrefix)),
    )
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[]);
  const entries = statements.flatMap(({ Effect, Action, Resource, Condition }) =>
    [Action]
      .flat()
      .flatMap((action) =>
        [Resource]
          .flat()
          .map((resource) => [
            `${Effect === 'Allow' ? '' : 'deny '}${action} ${nameOf(resource)}`,
            Condition ?? null,
          ]),
      ),
  );
  const names = entries.map(([name]) => name);
  if (new Set(names).size < names.length) throw new Error(`${roleIdPrefix} is granted something twice`);
  return Object.fromEntries(entries);
}

/** A readable name: logical ids without their hashes, and what follows them. */
function nameOf(resource: unknown): string {
  return JSON.stringify(resource)
    .replaceAll(
      /"Fn::ImportValue":"[a-z-]+:ExportsOutputFnGetAtt(\w+?)[0-9A-F]{8}(\w+?)[0-9A-F]{8}"/g,
      '$1.$2',
    )
    .replaceAll(/"Fn::ImportValue":"[a-z-]+:ExportsOutputRef(\w+?)[0-9A-F]{8}[0-9A-F]{8}"/g, '$1')
    .replaceAll(/"Fn::GetAtt":\["(\w+?)[0-9A-F]{8}","(\w+)"\]/g, '$1.$2')
    .replaceAll(/"Fn::Join":|[{}[\]",]/g, '');
}
