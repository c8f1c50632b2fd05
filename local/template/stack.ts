import { isRecord } from '../json.ts';
import type { AssemblyStack } from '../synth/assembly.ts';
import { resolveDynamicReferences } from './dynamic-references.ts';
import { evaluateCondition, noValue, references, resolve, type Scope } from './intrinsics.ts';
import { type PhysicalResource, pseudoParameters, stackId, type TemplateResource } from './template.ts';
import { orUnsupported, type TemplatePlace } from './unsupported-error.ts';

/** A resource as its handler gets it, with its properties resolved. */
export interface ResolvedResource {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Record<string, unknown>;
  readonly assets: ReadonlyMap<string, string>;
  /** Whether it stays once the template has it no more. */
  readonly retainsOnDelete: boolean;
  /** Whether it stays once another one has taken its place. */
  readonly retainsOnReplace: boolean;
}

/** What later stacks may use of earlier ones. */
export interface CrossStackValues {
  readonly exports: Map<string, string>;
  /** `<stack>.<output key>` → value. */
  readonly outputs: Map<string, string>;
  /** SSM parameters: name → value. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Names of one stack, and what is not in any stack. */
interface StackScope extends Scope {
  readonly parameterValue: (name: string) => string;
}

/** Creates one resource, or throws. */
export type Create = (resource: ResolvedResource) => Promise<PhysicalResource>;

/** Creates the resources of one stack, each after those it refers to, and records outputs and exports. */
export async function deployStack(
  stack: AssemblyStack,
  crossStack: CrossStackValues,
  isWithoutEffect: (type: string) => boolean,
  create: Create,
): Promise<void> {
  const { template } = stack;
  const physical = new Map<string, PhysicalResource>();
  const scope = scopeOf(stack, crossStack, physical);
  const resources = Object.entries(template.Resources ?? {}).filter(
    ([, { Condition }]) => Condition === undefined || scope.condition(Condition),
  );
  for (const [logicalId, resource] of inDependencyOrder(new Map(resources))) {
    const place = { stackName: stack.name, logicalId, type: resource.Type };
    // Nobody reads the properties of resources without effect, so they may use what is not supported.
    const properties = isWithoutEffect(resource.Type) ? {} : resource.Properties;
    physical.set(
      logicalId,
      await create({
        ...place,
        properties: resolveOrStop(place, properties, scope),
        assets: stack.assets,
        retainsOnDelete: retains(resource.DeletionPolicy),
        retainsOnReplace: retains(resource.UpdateReplacePolicy),
      }),
    );
  }
  for (const [key, output] of Object.entries(template.Outputs ?? {})) {
    if (output.Condition !== undefined && !scope.condition(output.Condition)) continue;
    const place = { stackName: stack.name, logicalId: key, type: 'Output' };
    const { value, name } = resolveOrStop(place, { value: output.Value, name: output.Export?.Name }, scope);
    const text = String(value);
    crossStack.outputs.set(`${stack.name}.${key}`, text);
    if (typeof name === 'string') crossStack.exports.set(name, text);
  }
}

/** `Retain` and `RetainExceptOnCreate`; others delete, perhaps after a snapshot. */
function retains(policy = 'Delete'): boolean {
  return policy.startsWith('Retain');
}

function resolveOrStop(
  place: TemplatePlace,
  properties: Record<string, unknown> | undefined,
  scope: StackScope,
): Record<string, unknown> {
  return orUnsupported(place, () => {
    const resolved = resolveDynamicReferences(resolve(properties ?? {}, scope), scope.parameterValue);
    if (!isRecord(resolved)) throw new Error('its properties are not an object');
    return resolved;
  });
}

function scopeOf(
  stack: AssemblyStack,
  crossStack: CrossStackValues,
  physical: ReadonlyMap<string, PhysicalResource>,
): StackScope {
  const { Parameters: parameters = {}, Conditions: conditions = {} } = stack.template;
  const pseudo: Record<string, unknown> = {
    ...pseudoParameters,
    'AWS::StackName': stack.name,
    'AWS::StackId': stackId(stack.name),
    'AWS::NoValue': noValue,
  };
  const scope: StackScope = {
    ref(name) {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      const resource = physical.get(name);
      if (resource !== undefined) return resource.ref;
      const { Type: type = '', Default: value } = parameters[name] ?? {};
      if (type === 'AWS::SSM::Parameter::Value<String>') return scope.parameterValue(String(value));
      if (value === undefined || type.startsWith('AWS::SSM::')) {
        throw new Error(`Ref of ${name}, which has no value on a laptop`);
      }
      return value;
    },
    getAtt(logicalId, attribute) {
      const value = physical.get(logicalId)?.attributes[attribute];
      if (value === undefined) throw new Error(`Fn::GetAtt ${logicalId}.${attribute} is not supported`);
      return value;
    },
    importValue: (name) => found(crossStack.exports.get(name), `export ${name}`),
    parameterValue: (name) => found(crossStack.parameters.get(name), `SSM parameter ${name}`),
    stackOutput: (name, key) => found(crossStack.outputs.get(`${name}.${key}`), `output ${name}.${key}`),
    condition: (name) => evaluateCondition(found(conditions[name], `condition ${name}`), scope),
  };
  return scope;
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`there is no ${what}`);
  return value;
}

function inDependencyOrder(resources: ReadonlyMap<string, TemplateResource>): [string, TemplateResource][] {
  const ordered = new Map<string, TemplateResource>();
  const visiting = new Set<string>();
  const visit = (logicalId: string) => {
    const resource = resources.get(logicalId);
    if (resource === undefined || ordered.has(logicalId)) return;
    if (visiting.has(logicalId))
      throw new Error(`the resource ${logicalId} depends on itself by way of others`);
    visiting.add(logicalId);
    for (const dependency of [resource.DependsOn ?? []].flat()) visit(dependency);
    for (const reference of references(resource.Properties)) visit(reference);
    ordered.set(logicalId, resource);
  };
  for (const logicalId of resources.keys()) visit(logicalId);
  return [...ordered];
}
