import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from './storage/atomic-file.ts';
import type { DynamoDb } from './dynamodb/dynamodb.ts';
import { AsyncPolicies } from './functions/async-policy.ts';
import type { ServiceEndpoints } from './functions/function-definition.ts';
import { FunctionRegistry } from './functions/function-registry.ts';
import type { UserPool } from './issuer/user-pool.ts';
import type { LogGroups } from './logs/log-groups.ts';
import type { Subscription } from './logs/subscription.ts';
import type { RestApi } from './rest-api/rest-api.ts';
import type { StreamMapping } from './streams/stream-mapping.ts';
import { ExpiryJournal } from './dynamodb/expiry-journal.ts';
import type { TtlSweep } from './dynamodb/ttl-sweep.ts';

/** Where the local issuer is found under the server's origin. */
export const issuerPath = '/oidc';

/** A table of the templates, as other parts of the server need to know it. */
export interface DeployedTable {
  readonly name: string;
  /** As the templates see it, always in us-east-1. */
  readonly streamArn: string | null;
  /** As the engine calls it. */
  readonly engineStreamArn: string | null;
  readonly ttlAttribute: string | null;
  /** Whether the records of its stream show items as they were. */
  readonly streamsOldImages: boolean;
}

/** The laptop's stand-in for an account and region: what the resources of all stacks are created in. */
export class Cloud {
  readonly dynamodb: DynamoDb;
  readonly logs: LogGroups;
  readonly endpoints: ServiceEndpoints;
  /** The server's own origin, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly functions = new FunctionRegistry();
  readonly asyncPolicies = new AsyncPolicies();
  readonly tables: DeployedTable[] = [];
  readonly apis = new Map<string, RestApi>();
  readonly mappings: StreamMapping[] = [];
  readonly sweeps: TtlSweep[] = [];
  /** What the sweeps removed, as far as its stream records are still under way. */
  readonly expiries: ExpiryJournal;
  readonly subscriptions: Subscription[] = [];
  /** Whom the local issuer stands in for; null where the templates have no user pool. */
  userPool: UserPool | null = null;
  readonly #buckets = new Set<string>();
  readonly #folder: string;

  constructor(folder: string, url: string, dynamodb: DynamoDb, logs: LogGroups, endpoints: ServiceEndpoints) {
    this.#folder = folder;
    this.url = url;
    this.dynamodb = dynamodb;
    this.logs = logs;
    this.endpoints = endpoints;
    this.expiries = new ExpiryJournal(join(folder, 'streams', 'expired-items.jsonl'));
  }

  get issuerUrl(): string {
    return `${this.url}${issuerPath}`;
  }

  async createBucket(name: string): Promise<void> {
    await mkdir(this.#bucketFolder(name), { recursive: true, mode: 0o700 });
    this.#buckets.add(name);
  }

  hasBucket(name: string): boolean {
    return this.#buckets.has(name);
  }

  async putObject(bucket: string, key: string, content: string): Promise<void> {
    await writeAtomically(join(this.#bucketFolder(bucket), ...key.split('/')), content);
  }

  /** A file in which the progress of a stream mapping outlives the server. */
  checkpointFile(mappingId: string): string {
    return join(this.#folder, 'streams', `${mappingId}.json`);
  }

  /** A file in which the progress of a subscription filter outlives the server. */
  subscriptionFile(id: string): string {
    return join(this.#folder, 'subscriptions', `${id}.json`);
  }

  #bucketFolder(name: string): string {
    return join(this.#folder, 'buckets', name);
  }
}

/** The names that a resource gets when its template leaves them to CloudFormation: the same at every start. */
export function generatedName(stackName: string, logicalId: string, maxLength: number): string {
  return `${stackName}-${logicalId}`.replace(/[^A-Za-z0-9_.-]/g, '-').slice(0, maxLength);
}
