import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundWork } from './background.ts';
import type { Distribution } from './cloudfront/distribution.ts';
import type { EdgeFunction } from './cloudfront/edge-function.ts';
import { CustomResources } from './custom-resources/custom-resources.ts';
import { Providers } from './custom-resources/providers.ts';
import type { DynamoDb } from './dynamodb/dynamodb.ts';
import type { Clock } from './events/clock.ts';
import { AsyncPolicies } from './functions/async-policy.ts';
import { AsyncQueue } from './functions/async-queue.ts';
import type { ServiceEndpoints } from './functions/function-definition.ts';
import { FunctionRegistry } from './functions/function-registry.ts';
import type { UserPool } from './issuer/user-pool.ts';
import type { LogGroups } from './logs/log-groups.ts';
import type { RestApi } from './rest-api/rest-api.ts';
import type { Secrets } from './secrets/secrets.ts';
import type { Buckets } from './storage/buckets.ts';
import type { DataFolder } from './storage/data-folder.ts';
import type { TableStream } from './streams/table-stream.ts';

/** How long work under way may take when the server stops. */
const drainMs = 2_000;

/** Functions, and how they are invoked asynchronously. */
export interface Invocations {
  readonly functions: FunctionRegistry;
  readonly asyncPolicies: AsyncPolicies;
  readonly asyncQueue: AsyncQueue;
}

export function newInvocations(folder: DataFolder): Invocations {
  const functions = new FunctionRegistry();
  const asyncPolicies = new AsyncPolicies();
  const asyncQueue = new AsyncQueue(folder.file('invocations'), functions, asyncPolicies);
  return { functions, asyncPolicies, asyncQueue };
}

/** What is there before the first resource is created. */
export interface CloudFoundation extends Invocations {
  /** The server's own origin, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly buckets: Buckets;
  readonly folder: DataFolder;
  readonly dynamodb: DynamoDb;
  readonly logs: LogGroups;
  readonly endpoints: ServiceEndpoints;
  readonly secrets: Secrets;
  /** What schedules go by. */
  readonly clock: Clock;
  /** By id. There is one at most, since the local issuer stands in for one. */
  readonly userPools: Map<string, UserPool>;
  readonly sweepsTtl: boolean;
  /** Asked at each delivery of log lines, whether some of them come once more. */
  readonly repeatsLines: () => boolean;
}

/** The laptop's account and region: the resources of all stacks, by their kinds. Users take the parts they need. */
export interface Cloud extends CloudFoundation {
  readonly providers: Providers;
  readonly customResources: CustomResources;
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
  const providers = new Providers(foundation.functions, foundation.asyncPolicies);
  return {
    ...foundation,
    providers,
    customResources: new CustomResources(foundation.folder.file('custom-resources.json'), providers),
    streams: new Map(),
    apis: new Map(),
    distributions: [],
    edgeFunctions: new Map(),
    responseHeaders: new Map(),
    parameters: new Map(),
    background: [foundation.asyncQueue],
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
