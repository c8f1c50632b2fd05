import { join } from 'node:path';
import * as environment from '../../lambdas/contract/environment.ts';
import { emptyCloud, newInvocations, stopCloud } from '../../local/cloud.ts';
import { DynamoDb } from '../../local/dynamodb/dynamodb.ts';
import { systemClock } from '../../local/events/clock.ts';
import {
  type FunctionDefinition,
  functionEnvironment,
  type ServiceEndpoints,
} from '../../local/functions/function-definition.ts';
import { LogGroups } from '../../local/logs/log-groups.ts';
import { createResource, isWithoutEffect } from '../../local/resources/resource-types.ts';
import { Secrets } from '../../local/secrets/secrets.ts';
import { Buckets } from '../../local/storage/buckets.ts';
import { DataFolder } from '../../local/storage/data-folder.ts';
import { readAssembly } from '../../local/synth/assembly.ts';
import { synthesize } from '../../local/synth/synthesize.ts';
import { deployStack, type ResolvedResource } from '../../local/template/stack.ts';
import type { Bundle } from '../function/bundle.ts';

/** Functions that the bench calls, by the beginning of their logical ids in the template. */
const functionIds = {
  authorizer: 'Authorizer',
  gatewayAuthorizer: 'GatewayAuthorizerFunction',
  apiKeys: 'apikeys',
  directory: 'directory',
  apis: 'apis',
  reads: 'reads',
  usageRecorder: 'UsageRecorder',
  bootstrap: 'BootstrapFunction',
} as const;

export type FunctionName = keyof typeof functionIds;

/** The tier of the bench's limited keys: a limit that is counted for every call, and that none reaches. */
export const benchTier = { name: 'bench', callsPerMinute: 60_000_000 } as const;

/** The synthesized stacks, with their tables in an engine and their functions as they would be uploaded. */
export interface Deployment {
  readonly definitions: Readonly<Record<FunctionName, FunctionDefinition>>;
  readonly tables: { readonly credentials: string; readonly registry: string; readonly usage: string };
}

/** Nobody looks at the console here, and its bucket is in no account. */
const isConsole = (type: string) => type === 'Custom::Console';
const isLeftOut = (type: string) => isConsole(type) || isWithoutEffect(type);

/** Synthesizes the app in `root`, and creates what its stacks describe, by the same code as `npm start`. */
export async function deploy(root: string, endpoint: string, folder: string): Promise<Deployment> {
  const assembly = await synthesize(root, ['adminEmail=admin@example.com'], new AbortController().signal);
  const data = DataFolder.open(folder);
  const dynamodb = await DynamoDb.connect(data, endpoint);
  const logs = new LogGroups(join(folder, 'logs'));
  const endpoints = allAt(endpoint);
  const buckets = new Buckets(join(folder, 'buckets'));
  const url = 'http://127.0.0.1';
  const quiet = { sweepsTtl: false, repeatsLines: () => false };
  const cloud = emptyCloud({
    ...newInvocations(data),
    clock: systemClock,
    secrets: new Secrets(join(folder, 'secrets.json')),
    url,
    folder: data,
    buckets,
    dynamodb,
    logs,
    endpoints,
    userPools: new Map(),
    ...quiet,
  });
  const found = new Map<FunctionName, FunctionDefinition>();
  const create = async (resource: ResolvedResource) => {
    if (isConsole(resource.type)) return { ref: resource.logicalId, attributes: {} };
    const physical = await createResource(resource, cloud);
    const name = nameOf(resource);
    if (name !== null) found.set(name, cloud.functions.use(physical.ref).definition);
    return physical;
  };
  try {
    const { parameters } = cloud;
    const crossStack = {
      exports: new Map<string, string>(),
      outputs: new Map<string, string>(),
      parameters,
    };
    for (const stack of await readAssembly(assembly)) {
      await deployStack(stack, crossStack, isLeftOut, create);
    }
  } finally {
    await stopCloud(cloud);
    await dynamodb.stop();
    data.release();
  }
  return describe(found);
}

function allAt(url: string): ServiceEndpoints {
  const names = ['dynamodb', 'logs', 'cognito', 's3', 'secrets', 'events', 'mail', 'lambda'] as const;
  const urls = Object.fromEntries(names.map((name) => [name, url])) as Record<(typeof names)[number], string>;
  return { ...urls, trustedFolder: '' };
}

function nameOf({ type, logicalId }: ResolvedResource): FunctionName | null {
  if (type !== 'AWS::Lambda::Function') return null;
  const names = Object.keys(functionIds) as FunctionName[];
  // The CDK appends eight digits to the path of a construct.
  return names.find((name) => new RegExp(`^${functionIds[name]}[0-9A-F]{8}$`).test(logicalId)) ?? null;
}

function describe(found: ReadonlyMap<FunctionName, FunctionDefinition>): Deployment {
  const definitionOf = (name: FunctionName): FunctionDefinition => {
    const definition = found.get(name);
    if (definition === undefined) throw new Error(`the templates have no function ${functionIds[name]}`);
    return definition;
  };
  const { environment: variables } = definitionOf('apiKeys');
  return {
    definitions: {
      authorizer: definitionOf('authorizer'),
      gatewayAuthorizer: definitionOf('gatewayAuthorizer'),
      apiKeys: definitionOf('apiKeys'),
      directory: definitionOf('directory'),
      apis: definitionOf('apis'),
      reads: definitionOf('reads'),
      usageRecorder: definitionOf('usageRecorder'),
      bootstrap: definitionOf('bootstrap'),
    },
    tables: {
      credentials: variables[environment.credentialsTable] ?? '',
      registry: variables[environment.registryTable] ?? '',
      usage: variables[environment.usageTable] ?? '',
    },
  };
}

/**
 * A deployed function, with the environment that Lambda would give it against a DynamoDB.
 *
 * @param more variables that stand in for the template's
 */
export function deployedBundle(
  { definitions }: Deployment,
  name: FunctionName,
  endpoint: string,
  more: Readonly<Record<string, string>> = {},
): Bundle {
  const definition = definitions[name];
  const settings = JSON.parse(definition.environment[environment.settings] ?? '{}') as {
    rateLimitTiers: object;
  };
  const rateLimitTiers = { ...settings.rateLimitTiers, [benchTier.name]: benchTier.callsPerMinute };
  const variables = {
    ...definition.environment,
    [environment.settings]: JSON.stringify({ ...settings, rateLimitTiers }),
    ...more,
  };
  const endpoints = allAt(endpoint);
  return {
    file: join(definition.codePath, `${definition.handler.split('.')[0]}.js`),
    environment: functionEnvironment({ ...definition, environment: variables }, endpoints, 'bench'),
  };
}
