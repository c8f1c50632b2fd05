import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundWork } from './background.ts';
import type { Distribution } from './cloudfront/distribution.ts';
import type { EdgeFunction } from './cloudfront/edge-function.ts';
import { CustomResources } from './custom-resources/custom-resources.ts';
import { Providers } from './custom-resources/providers.ts';
import type { DynamoDb } from './dynamodb/dynamodb.ts';
import { AsyncPolicies } from './functions/async-policy.ts';
import type { ServiceEndpoints } from './functions/function-definition.ts';
import { FunctionRegistry } from './functions/function-registry.ts';
import type { UserPool } from './issuer/user-pool.ts';
import type { LogGroups } from './logs/log-groups.ts';
import type { RestApi } from './rest-api/rest-api.ts';
import type { Buckets } from './storage/buckets.ts';
import type { DataFolder } from './storage/data-folder.ts';
import type { TableStream } from './streams/table-stream.ts';

/** How long work under way may take when the server stops. */
const drainMs = 2_000;

/** What is there before the first resource is created. */
export interface CloudFoundation {
  /** The server's own origin, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly buckets: Buckets;
  readonly folder: DataFolder;
  readonly dynamodb: DynamoDb;
  readonly logs: LogGroups;
  readonly endpoints: ServiceEndpoints;
  /** By id. There is one at most, since the local issuer stands in for one. */
  readonly userPools: Map<string, UserPool>;
  readonly sweepsTtl: boolean;
  /** Asked at each delivery of log lines, whether some of them come once more. */
  readonly repeatsLines: () => boolean;
}

/** The laptop's account and region: the resources of all stacks, by their kinds. Users take the parts they need. */
export interface Cloud extends CloudFoundation {
  readonly functions: FunctionRegistry;
  readonly providers: Providers;
  readonly customResources: CustomResources;
  readonly asyncPolicies: AsyncPolicies;
  /** By ARN. */
  readonly streams: Map<string, TableStream>;
  /** By id. */
  readonly apis: Map<string, RestApi>;
  /** Of all of them, the first is served. */
  readonly distributions: Distribution[];
  /** By ARN. */
  readonly edgeFunctions: Map<string, EdgeFunction>;
  /** By the id of their policy. */
  readonly responseHeaders: Map<string, Distribution['headers']>;
  /** SSM parameters: name → value. */
  readonly parameters: Map<string, string>;
  readonly background: BackgroundWork[];
}

export function emptyCloud(foundation: CloudFoundation): Cloud {
  const functions = new FunctionRegistry();
  const asyncPolicies = new AsyncPolicies();
  const providers = new Providers(functions, asyncPolicies);
  return {
    ...foundation,
    functions,
    providers,
    customResources: new CustomResources(foundation.folder.file('custom-resources.json'), providers),
    asyncPolicies,
    streams: new Map(),
    apis: new Map(),
    distributions: [],
    edgeFunctions: new Map(),
    responseHeaders: new Map(),
    parameters: new Map(),
    background: [],
  };
}

/** Ends background work and functions. A batch that is not processed in time comes again at the next start. */
export async function stopCloud({ background, functions, providers }: Cloud): Promise<void> {
  await providers.stop();
  const stopped = Promise.all(background.map((work) => work.stop()));
  await Promise.race([stopped, sleep(drainMs, undefined, { ref: false })]);
  await functions.end();
  await stopped;
}
