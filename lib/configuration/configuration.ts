import type { z } from 'zod';
import { configurationSchema } from './schema.ts';

/** The validated configuration. */
export type Configuration = Readonly<z.infer<typeof configurationSchema>>;

/** A key of the configuration is wrong. The message is for the operator and names every such key. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Keys of the context that stand above `latchkey.…`, so that the command line can set them
 * (`cdk deploy -c adminEmail=…`): every one by its own name, and `prefix` by its former one as well.
 * The command line knows strings only; numbers, lists and objects are written as JSON, and an object
 * replaces the whole one of `cdk.json`.
 */
const overrides: readonly (readonly [name: string, key: string])[] = [
  ['keyPrefix', 'prefix'],
  ...Object.keys(configurationSchema.shape).map((key) => [key, key] as const),
];

/** Who synthesizes. `npm start` says so with an environment variable, which nobody else sets. */
export interface Synthesis {
  /** Only there webhooks may lead to loopback and private addresses. */
  readonly isForLaptop: boolean;
}

/** The environment variable by which `npm start` marks what it synthesizes; `local/synth` sets it. */
export const laptopVariable = 'LATCHKEY_LAPTOP';

/**
 * Validates the context of the CDK app.
 *
 * @param contextValue the value of a context key, or undefined
 * @throws ConfigurationError
 */
export function parseConfiguration(
  contextValue: (key: string) => unknown,
  { isForLaptop }: Synthesis = { isForLaptop: false },
): Configuration {
  const block = contextValue('latchkey');
  if (typeof block !== 'object' || block === null || Array.isArray(block)) {
    throw new ConfigurationError('cdk.json: context "latchkey": must be an object');
  }
  const input: Record<string, unknown> = { ...block };
  const overridden = new Map<string, string>();
  for (const [name, key] of overrides) {
    const value = contextValue(name);
    if (value === undefined) continue;
    input[key] = typeof value === 'string' ? fromCommandLine(value) : value;
    overridden.set(key, name);
  }
  const result = configurationSchema.safeParse(input);
  if (result.success && result.data.webhookTargets === 'any' && !isForLaptop) {
    const reason = 'any is for trying on a laptop, and only npm start takes it: -c webhookTargets=any';
    throw new ConfigurationError(line(['webhookTargets'], reason, overridden));
  }
  if (result.success) return result.data;
  throw new ConfigurationError(
    result.error.issues.flatMap((issue) => describeIssue(issue, overridden)).join('\n'),
  );
}

/** Text that is no JSON is left for the schema to refuse. */
function fromCommandLine(value: string): unknown {
  if (!/^(true|false|null)$|^[{[]|^-?[0-9]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function describeIssue(issue: z.core.$ZodIssue, overridden: ReadonlyMap<string, string>): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => line([...issue.path, key], 'unknown key', overridden));
  }
  const reason = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return [line(issue.path, reason, overridden)];
}

function line(path: readonly PropertyKey[], reason: string, overridden: ReadonlyMap<string, string>): string {
  const [key = '', ...below] = path.map(String);
  const override = overridden.get(key);
  const place = override === undefined ? ['latchkey', ...path.map(String)] : [override, ...below];
  return `${override === undefined ? 'cdk.json: ' : ''}context "${place.join('.')}": ${reason}`;
}
