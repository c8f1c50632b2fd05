import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import type { AuthorizerHandler } from '../../lambdas/functions/authorizer/index.ts';
import { credentialKey, roleDefinitionKey, userStateKey } from '../../lambdas/contract/credential-items.ts';
import type { OperationId } from '../../lambdas/contract/routes.ts';
import { adminRole } from '../../lambdas/domain/people/role.ts';
import { hashSecret } from '../../lambdas/domain/keys/secret.ts';
import { purgeRemovedKey } from '../../lambdas/functions/reconciler/purge-removed-key.ts';
import { fromItem } from '../../lambdas/store/api-key-item.ts';
import { isPastTtl } from '../../lambdas/store/conditions.ts';
import { apiKeyKey } from '../../lambdas/store/keys.ts';
import { systemRandom } from '../../lambdas/functions/system.ts';
import { createPurgeStore } from '../../lambdas/store/purge.ts';
import type { CredentialsReader } from '../../lambdas/verdict/credentials-table.ts';
import type { Deployment } from '../support/engine-deployment.ts';
import { credentialsOf } from '../support/engine-credentials.ts';
import type { Engine } from '../support/engine.ts';
import type { Answer } from '../support/memory-answers.ts';
import type { Request } from '../support/memory-api.ts';
import { authorizerOver } from '../support/memory-authorizer.ts';
import { apiKeyIdOf, plaintextOf } from '../support/memory-brands.ts';
import { authorizerEvent } from '../support/memory-events.ts';
import { settings } from '../support/memory-settings.ts';

/** How often the authorizer's containers read the engine: for each call, or once after each change. */
export type Reading = 'each call' | 'each change';

/** Keys of a deployment, and every secret that was shown of them, with two kinds of authorizer containers. */
export class ServedKeys {
  /** In the order in which they were made. */
  readonly ids: string[] = [];
  /** Every secret that was ever shown. */
  readonly plaintexts: string[] = [];
  readonly #engine: Engine;
  readonly #deployment: Deployment;
  readonly #reading: Reading;
  readonly #stored: CredentialsReader;
  readonly #ownPart = randomUUID();
  /** What a container may read; null after a change. */
  #items: ReadonlyMap<string, object> | null = null;
  /** Up since before the first key was made. */
  readonly #warm: AuthorizerHandler;

  constructor(engine: Engine, deployment: Deployment, reading: Reading) {
    this.#engine = engine;
    this.#deployment = deployment;
    this.#reading = reading;
    this.#stored = credentialsOf(engine, deployment.clock.now).reader;
    this.#warm = this.#startContainer();
  }

  /** Calls as the administrator, and keeps what a new key or secret is. */
  async call(operationId: OperationId, request: Request): Promise<Answer> {
    this.#items = null;
    const answer = await this.#deployment.admin(operationId, request);
    const { id, key } = answer.body ?? {};
    if (answer.status === 201) this.ids.push(id);
    if (typeof key === 'string') this.plaintexts.push(key);
    return answer;
  }

  /** The name as it is sent, since keys of earlier runs are there as well. */
  nameOf(name: string): string {
    return `${name} ${this.#ownPart}`;
  }

  setClock(now: number): void {
    this.#deployment.clock.set(now);
  }

  /** What the warm container, and one that has never seen a key, say of every secret in order, by address. */
  async verdicts(addresses: readonly string[]): Promise<{ warm: string[]; cold: string[] }[]> {
    this.#items ??= await this.#readItems();
    const cold = this.#startContainer();
    const ask = (container: AuthorizerHandler, address: string) =>
      Promise.all(this.plaintexts.map((plaintext) => codeOf(container, plaintext, address)));
    return Promise.all(
      addresses.map(async (address) => ({
        warm: await ask(this.#warm, address),
        cold: await ask(cold, address),
      })),
    );
  }

  /** Removes the records that are past their ttl, as DynamoDB does some day, and lets the reconciler do the rest. */
  async removeGone(): Promise<void> {
    this.#items = null;
    const { client, registry: TableName } = this.#engine.tables;
    const { clock } = this.#deployment;
    const purges = createPurgeStore(this.#engine.tables, settings, clock.now);
    for (const id of this.ids) {
      const Key = apiKeyKey(apiKeyIdOf(id));
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      if (Item === undefined || !isPastTtl(Item, clock.now())) continue;
      await client.send(new DeleteCommand({ TableName, Key }));
      const deps = { purges, clock, random: systemRandom };
      expect(await purgeRemovedKey(fromItem(Item), 'removal', deps)).toBe('purged');
    }
  }

  #startContainer(): AuthorizerHandler {
    const { now } = this.#deployment.clock;
    if (this.#reading === 'each call') return authorizerOver(this.#stored, now);
    const reader: CredentialsReader = {
      read: async (keys) =>
        new Map(
          keys.flatMap(({ pk }) => {
            const item = this.#items?.get(pk);
            return item === undefined ? [] : [[pk, item] as const];
          }),
        ),
    };
    return authorizerOver(reader, now);
  }

  /** All that the authorizer can ask for. */
  async #readItems(): Promise<ReadonlyMap<string, object>> {
    const keys = [
      userStateKey(this.#deployment.adminUserId),
      roleDefinitionKey(adminRole),
      ...this.plaintexts.map((plaintext) => credentialKey(hashSecret(plaintextOf(plaintext)))),
    ];
    const items: [string, object][] = [];
    for (let at = 0; at < keys.length; at += 25) {
      items.push(...(await this.#stored.read(keys.slice(at, at + 25), Number.POSITIVE_INFINITY)));
    }
    return new Map(items);
  }
}

/** The code in the authorizer's answer. Only callers who are known are let through to be refused by a handler. */
async function codeOf(container: AuthorizerHandler, plaintext: string, sourceIp: string): Promise<string> {
  const event = authorizerEvent({ 'X-Api-Key': plaintext });
  const { identity } = event.requestContext;
  const requestContext = { ...event.requestContext, identity: { ...identity, sourceIp } };
  const { policyDocument, context } = await container({ ...event, requestContext });
  const code = String(context?.['code']);
  const isKnown = code === 'VALID' || code === 'IP_NOT_ALLOWED';
  const effect = policyDocument.Statement[0]?.Effect;
  return effect === (isKnown ? 'Allow' : 'Deny') ? code : `${code}, and yet ${effect}`;
}
