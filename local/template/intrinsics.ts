import { isRecord } from '../json.ts';

/** Where the intrinsic functions of one stack look up names. Each member throws for an unknown name. */
export interface Scope {
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): string;
  importValue(exportName: string): string;
  stackOutput(stackName: string, outputName: string): string;
  condition(name: string): boolean;
}

/** The value of `Ref: AWS::NoValue`. A property or list item with this value is left out. */
export const noValue = Symbol('AWS::NoValue');

type Evaluate = (argument: unknown, scope: Scope) => unknown;

/**
 * Replaces the intrinsic functions in a template value by their results.
 *
 * @throws Error for a function that is not supported, or an argument that CloudFormation would refuse
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  if (!isRecord(value)) return value;
  const intrinsic = intrinsicName(value);
  if (intrinsic !== null) {
    const evaluate = intrinsics[intrinsic];
    if (evaluate === undefined) throw new Error(`${intrinsic} is not supported`);
    return evaluate(value[intrinsic], scope);
  }
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, item]) => [name, resolve(item, scope)] as const)
      .filter(([, item]) => item !== noValue),
  );
}

/** The logical ids and parameters that a value refers to anywhere in it. */
export function references(value: unknown): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...references(item)]));
  if (!isRecord(value)) return new Set();
  const found = new Set(Object.values(value).flatMap((item) => [...references(item)]));
  const { Ref: ref, 'Fn::GetAtt': getAtt, 'Fn::Sub': sub } = value;
  if (typeof ref === 'string') found.add(ref);
  if (getAtt !== undefined) found.add(splitGetAtt(getAtt)[0]);
  const template = Array.isArray(sub) ? sub[0] : sub;
  if (typeof template === 'string') {
    for (const [, name] of template.matchAll(variable)) found.add((name ?? '').split('.')[0] ?? '');
  }
  return found;
}

/** Evaluates the expression of a condition. */
export function evaluateCondition(expression: unknown, scope: Scope): boolean {
  const result = resolve(expression, scope);
  if (typeof result !== 'boolean') throw new Error('a condition is neither true nor false');
  return result;
}

/** `${Name}` or `${Name.Attribute}`; `${!Literal}` is not a variable. */
const variable = /\$\{([^!}][^}]*)\}/g;

const intrinsics: Record<string, Evaluate> = {
  Ref: (name, scope) => scope.ref(asString(name)),
  Condition: (name, scope) => scope.condition(asString(name)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, attribute] = splitGetAtt(argument);
    return scope.getAtt(logicalId, asString(resolve(attribute, scope)));
  },
  'Fn::ImportValue': (name, scope) => scope.importValue(asString(resolve(name, scope))),
  'Fn::GetStackOutput': (argument, scope) => {
    const { StackName, OutputName } = asRecord(resolve(argument, scope));
    return scope.stackOutput(asString(StackName), asString(OutputName));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = asList(argument);
    return asList(resolve(parts, scope)).map(asString).join(asString(separator));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = asList(argument);
    return asString(resolve(text, scope)).split(asString(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, list] = asList(argument);
    const items = asList(resolve(list, scope));
    const item = items[Number(resolve(index, scope))];
    if (item === undefined) throw new Error(`Fn::Select: no item ${String(index)} of ${items.length}`);
    return item;
  },
  'Fn::Sub': (argument, scope) => {
    const [template, values] = Array.isArray(argument) ? argument : [argument, {}];
    const own = asRecord(resolve(values, scope));
    return asString(template)
      .replaceAll(variable, (_whole, name: string) => {
        if (Object.hasOwn(own, name)) return asString(own[name]);
        const [logicalId = '', ...attribute] = name.split('.');
        return attribute.length === 0
          ? asString(scope.ref(logicalId))
          : scope.getAtt(logicalId, attribute.join('.'));
      })
      .replaceAll('${!', '${');
  },
  'Fn::If': (argument, scope) => {
    const [name, whenTrue, whenFalse] = asList(argument);
    return resolve(scope.condition(asString(name)) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = asList(resolve(argument, scope));
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::And': (argument, scope) => asList(argument).every((item) => evaluateCondition(item, scope)),
  'Fn::Or': (argument, scope) => asList(argument).some((item) => evaluateCondition(item, scope)),
  'Fn::Not': (argument, scope) => !evaluateCondition(asList(argument)[0], scope),
};

/** The name of the function that an object is a call of: its only member is named like one. */
function intrinsicName(value: Record<string, unknown>): string | null {
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return null;
  if (name === 'Condition') return typeof value.Condition === 'string' ? name : null;
  return name === 'Ref' || name.startsWith('Fn::') ? name : null;
}

function splitGetAtt(argument: unknown): [string, unknown] {
  if (Array.isArray(argument) && argument.length === 2) return [asString(argument[0]), argument[1]];
  const [logicalId = '', ...attribute] = asString(argument).split('.');
  return [logicalId, attribute.join('.')];
}

function asString(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`expected text, found ${JSON.stringify(value) ?? String(value)}`);
}

function asRecord(value: unknown): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw new Error(`expected an object, found ${JSON.stringify(value) ?? String(value)}`);
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error(`expected a list, found ${JSON.stringify(value) ?? String(value)}`);
}
