import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AuthorizerContext } from '../../lambdas/contract/authorizer-context.ts';
import type { ApiKeyId } from '../../lambdas/contract/brands.ts';
import { ttlIdentity } from '../../lambdas/contract/tables.ts';
import { routeSetOf } from '../../lambdas/domain/apis/route-set.ts';
import { noCalls } from '../../lambdas/domain/usage/usage-chunk.ts';
import type { CountedKey } from '../../lambdas/domain/usage/usage-tally.ts';
import { putTally } from '../../lambdas/store/usage-tallies.ts';
import { keptUntil } from '../../lambdas/store/usage-ttl.ts';
import { callEvent } from '../support/memory-calls.ts';
import { administrator, authorizerEvent } from '../support/memory-events.ts';
import { callAt, deliveryOfCalls } from '../usage/usage-lines.ts';
import type { Calls } from './calls.ts';
import type { Functions } from './functions.ts';
import { tellWebhooks } from './told-webhooks.ts';

interface Minted {
  readonly id: ApiKeyId;
  readonly key: string;
}

type StreamItem = Record<string, AttributeValue>;

/** Everything that functions do: each operation of the API, and what comes of streams, logs and deployments. */
export class Scenario {
  readonly #functions: Functions;
  readonly #calls: Calls;
  /** Past the notes of calls. */
  readonly #client: DynamoDBClient;

  constructor(functions: Functions, calls: Calls, client: DynamoDBClient) {
    this.#functions = functions;
    this.#calls = calls;
    this.#client = client;
  }

  /** @param cloudFormation where its answers go */
  async play(cloudFormation: string): Promise<void> {
    const { invoke } = this.#bound;
    await invoke('bootstrap', { adminEmail: 'admin@example.com', mintAdminKey: true });
    await this.#managePeople();
    await this.#protectApis();
    const expiring = await this.#manageKeys();
    await this.#read();
    await this.#authorize();
    await this.#recordUse();
    await this.#giveNotices();
    await this.#manageWebhooks();
    await tellWebhooks(this.#functions, this.#client);
    await this.#purge(expiring);
    await invoke('gateway-logging', {
      RequestType: 'Create',
      ResponseURL: cloudFormation,
      ResourceProperties: { RoleArn: 'arn:aws:iam::111122223333:role/logging' },
    });
    await this.#register(cloudFormation);
    await invoke('token-claims', { request: { userAttributes: { email: 'ada@example.com' } }, response: {} });
  }

  get #bound() {
    const functions = this.#functions;
    return {
      call: functions.call.bind(functions),
      invoke: functions.invoke.bind(functions),
    };
  }

  async #managePeople(): Promise<void> {
    const { call } = this.#bound;
    await call('createRole', { body: { name: 'reader', scopes: ['database:read', 'api-keys:manage'] } });
    await call('createRole', { body: { name: 'passing', scopes: [] } });
    await call('replaceRole', { at: { name: 'passing' }, body: { scopes: ['database:read'] } });
    await call('getRole', { at: { name: 'passing' } });
    await call('listRoleHolders', { at: { name: 'passing' } });
    await call('listRoles');
    for (const userId of ['ada@example.com', 'passing@example.com'])
      await call('createUser', { body: { userId, roles: ['reader'] } });
    await call('createUser', { body: { userId: 'invited@example.com', invite: true } });
    const at = { userId: 'passing@example.com' };
    await call('updateUser', { at, body: { roles: ['passing'], status: 'disabled' } });
    await call('getUser', { at });
    await call('listUsers');
    await call('deleteUser', { at });
    await call('deleteRole', { at: { name: 'passing' } });
    await call('listScopes');
  }

  async #protectApis(): Promise<void> {
    const { call } = this.#bound;
    const stage = (name: string) => ({ accountId: '000000000000', apiId: 'a1b2c3', stage: name });
    const routes = [{ method: 'GET', path: '/orders', scopes: ['database:read'] }];
    const at = { name: 'orders' };
    await call('registerApi', { body: { ...at, gateway: stage('prod'), routes } });
    await call('getApi', { at });
    await call('replaceApi', { at, body: { gateway: stage('test'), routes } });
    await call('listApis');
    await call('deleteApi', { at });
  }

  /** A stack registers an API, gives it another stage, and is deleted. */
  async #register(cloudFormation: string): Promise<void> {
    const { invoke } = this.#bound;
    const routes = [{ method: 'GET', path: '/sales' }];
    const propertiesAt = (Stage: string) => ({
      Name: 'sales',
      AccountId: '000000000000',
      ApiId: 'a1b2c3',
      Stage,
      Routes: JSON.stringify(routes),
      RoutesHash: routeSetOf(routes as never).hash,
    });
    const stack = {
      ResponseURL: cloudFormation,
      StackId: 'arn:shop',
      LogicalResourceId: 'Auth',
      RequestId: '1',
    };
    const [prod, test] = [propertiesAt('prod'), propertiesAt('test')];
    const idAt = (Stage: string) => `sales|000000000000/a1b2c3/${Stage}|arn:shop|Auth`;
    const requests = [
      { RequestType: 'Create', ResourceProperties: prod },
      { RequestType: 'Update', ResourceProperties: test, OldResourceProperties: prod },
      { RequestType: 'Delete', ResourceProperties: prod, PhysicalResourceId: idAt('prod') },
      { RequestType: 'Delete', ResourceProperties: test, PhysicalResourceId: idAt('test') },
    ];
    for (const request of requests) await invoke('registrar', { ...stack, ...request });
  }

  /** Leaves one key that expires. */
  async #manageKeys(): Promise<Minted> {
    const { call } = this.#bound;
    const named = { 'Idempotency-Key': 'attempt-1' };
    const { id } = await this.#mint({ name: 'one' }, named);
    await this.#mint({ name: 'one' }, named);
    const at = { id };
    await call('getApiKey', { at });
    for (const sort of ['createdAt', '-name', 'expiresAt', '-expiresAt'])
      await call('listApiKeys', { query: { sort } });
    await call('listApiKeys', { query: { userId: 'ada@example.com' } });
    await call('countApiKeys', { query: { role: 'reader', api: 'none' } });
    await call('previewApiKey', { body: { name: 'two' } });
    await call('previewApiKeyChanges', { at, body: { name: 'renamed' } });
    await call('updateApiKey', { at, body: { name: 'renamed', scopes: ['database:read'] } });
    await call('pauseApiKey', { at });
    await call('resumeApiKey', { at });
    await call('rotateApiKey', { at, body: { gracePeriod: '1h' } });
    await call('rotateApiKey', { at, headers: { 'Idempotency-Key': 'attempt-2' } });
    await call('duplicateApiKey', { at, body: { name: 'copy' } });
    await call('createApiToken', {
      body: { name: 'token', expiry: new Date(Date.now() + 86_400_000).toISOString() },
    });
    await call('deleteApiKey', { at });
    await this.#mintContended();

    const expiring = await this.#mint({ name: 'expiring', expiresIn: '1s' });
    await this.#mint(
      { name: 'expiring beside', userId: 'bob@example.com', expiresIn: '1s' },
      {},
      'bob@example.com',
    );
    await this.#mint({ name: 'lasting', userId: 'bob@example.com' });
    // Until they are past their retention.
    await sleep(3_500);
    await call('revokeUserKeys', { at: { userId: 'bob@example.com' } });
    return expiring;
  }

  /** Others hold an item of every attempt: in the end it is asked whether the name is taken. */
  async #mintContended(): Promise<void> {
    this.#calls.conflicts = Number.POSITIVE_INFINITY;
    await this.#mint({ name: 'contended' }).catch(() => {});
    this.#calls.conflicts = 0;
  }

  async #read(): Promise<void> {
    const { call } = this.#bound;
    const { id, key } = await this.#mint({ name: 'read', type: 'admin', rateLimitTier: 'free' });
    const at = { id };
    const byKey = of(id);
    await call('getPrincipal');
    await call('listAuditEvents');
    await call('listAuditEvents', { query: { targetId: id } });
    await call('listAuditEvents', { as: { ...byKey, scopes: '[]' }, query: { targetId: id } });
    await call('getApiKeyUsage', { at });
    await call('getApiKeyUsageSummary', { at });
    await call('getSettings');
    await this.#countManyKeys();
    await call('getUsageSummary');
    await call('getHealth', { as: undefined as never });
    await call('getConfig', { as: undefined as never });
    await call('getOpenApi');
    await call('getProblem', { at: { code: 'NOT_FOUND' } });
    await call('verifyApiKey', { body: { key, scopes: ['database:read'] } });
    await call('testApiKey', { at, body: {} });
    // What the key may do was too long for the authorizer's answer, and is read anew: by each function of the API.
    const tooLong = { ...byKey, scopes: '', accessRights: '' };
    await call('getApiKey', { at, as: tooLong });
    await call('getUser', { at: { userId: 'ada@example.com' }, as: tooLong });
    await call('listApis', { as: tooLong });
    await call('getPrincipal', { as: tooLong });
    await call('testApiKey', { at, as: tooLong, body: {} });
  }

  /** Two days with more keys than their items hold: what the busiest of one did on the other is looked up. */
  async #countManyKeys(): Promise<void> {
    const table = { client: DynamoDBDocumentClient.from(this.#client), usage: 'Usage' };
    for (const day of [1, 2]) {
      const date = new Date(Date.now() - day * 86_400_000).toISOString().slice(0, 10);
      const keys = Array.from({ length: 8_000 }, (_, at): CountedKey => {
        const beginning = (day * 100_000 + at * 7).toString(16).padStart(8, '0');
        return [`${beginning}-0000-4000-a000-000000000000` as ApiKeyId, { ...noCalls, success: 8_000 - at }];
      });
      const tally = { counts: noCalls, codes: new Map(), apis: new Map(), keys };
      await putTally(table, date, tally, keptUntil(date, 30));
    }
  }

  async #authorize(): Promise<void> {
    const { key } = await this.#mint({ name: 'calling', rateLimitTier: 'free' });
    const { context } = await this.#bound.invoke('authorizer', authorizerEvent({ 'X-Api-Key': key }));
    if (context.code !== 'VALID') throw new Error(`the key is ${context.code}`);
    const gateway = { accountId: '000000000000', apiId: 'a1b2c3', stage: 'called' };
    const body = { name: 'called', gateway, routes: [{ method: 'GET', path: '/orders' }] };
    await this.#bound.call('registerApi', { body });
    const event = callEvent({ stage: gateway, headers: { 'X-Api-Key': key } });
    const foreign = await this.#bound.invoke('gateway-authorizer', event);
    if (foreign.context.code !== 'VALID') throw new Error(`the call is ${foreign.context.code}`);
  }

  async #recordUse(): Promise<void> {
    const { id } = await this.#mint({ name: 'used' });
    await this.#bound.invoke('usage-recorder', deliveryOfCalls([callAt(Date.now() - 172_800_000, {}, id)]));
  }

  /** One notice is due, one is of a key that is gone, one is of a former secret, and some of a key were never planned. */
  async #giveNotices(): Promise<void> {
    const { call, invoke } = this.#bound;
    const [due, gone, rotated, unplanned] = [
      await this.#mint({ name: 'due', expiresIn: '1d' }),
      await this.#mint({ name: 'gone', expiresIn: '1d' }),
      await this.#mint({ name: 'rotated' }),
      await this.#mint({ name: 'unplanned', expiresIn: '1d' }),
    ];
    await call('updateApiKey', { at: { id: due.id }, body: { expiresIn: '1s' } });
    await call('updateApiKey', { at: { id: gone.id }, body: { expiresIn: '1s' } });
    await call('deleteApiKey', { at: { id: gone.id } });
    await call('rotateApiKey', { at: { id: rotated.id }, body: { gracePeriod: '2s' } });
    const Key = { pk: { S: `NOTICES#${unplanned.id}` }, sk: { S: 'expired' } };
    await this.#client.send(new DeleteItemCommand({ TableName: 'Outbox', Key }));
    await sleep(1_100);
    await invoke('clock', {});
  }

  /** One of own events, then of all, and some that a user leaves behind. */
  async #manageWebhooks(): Promise<void> {
    const { call, invoke } = this.#bound;
    const url = 'https://[2606:4700:4700::1111]/';
    const body = { name: 'hook', url, kind: 'https', events: ['*'], status: 'disabled' };
    const { id } = await call('createWebhook', { body });
    const at = { id };
    await call('getWebhook', { at });
    await call('listWebhooks');
    await call('listWebhooks', { query: { userId: 'ada@example.com' } });
    await call('rotateWebhookSecret', { at });
    for (const scope of ['all', 'own', 'all']) await call('updateWebhook', { at, body: { scope } });
    await call('deleteWebhook', { at });
    await call('deleteWebhook', { at: { id: (await call('createWebhook', { body })).id } });

    await call('createUser', { body: { userId: 'leaving@example.com', roles: ['admin'] } });
    const as = { ...administrator, userId: 'leaving@example.com' };
    for (const scope of ['own', 'all']) await call('createWebhook', { as, body: { ...body, scope } });
    // What the key may do was too long for the authorizer's answer.
    const { id: keyId } = await this.#mint({ name: 'reading hooks', type: 'admin' });
    await call('listWebhooks', { as: { ...of(keyId), scopes: '', accessRights: '' } });
    await call('deleteUser', { at: { userId: 'leaving@example.com' } });
    const Keys = { pk: { S: 'USER#leaving@example.com' }, sk: { S: 'AUDIT#000000000002' } };
    const last = { eventName: 'INSERT', dynamodb: { Keys, NewImage: await this.#itemAt(Keys) } };
    await invoke('reconciler', { Records: [last] });
  }

  /** DynamoDB removes the record; the reconciler does the rest, and both are sent the key's last event. */
  async #purge({ id }: Minted): Promise<void> {
    const { invoke } = this.#bound;
    const Key = { pk: { S: `KEY#${id}` }, sk: { S: 'KEY' } };
    const removed = await this.#itemAt(Key);
    await this.#client.send(new DeleteItemCommand({ TableName: 'Registry', Key }));
    const record = {
      eventName: 'REMOVE',
      userIdentity: ttlIdentity,
      dynamodb: { Keys: Key, OldImage: removed },
    };
    await invoke('reconciler', { Records: [record] });
    const Keys = { ...Key, sk: { S: 'AUDIT#000000000002' } };
    const last = { eventName: 'INSERT', dynamodb: { Keys, NewImage: await this.#itemAt(Keys) } };
    await invoke('audit-exporter', { Records: [last] });
    await invoke('reconciler', { Records: [last] });
  }

  async #itemAt(Key: StreamItem): Promise<StreamItem> {
    const { Item } = await this.#client.send(new GetItemCommand({ TableName: 'Registry', Key }));
    if (Item === undefined) throw new Error(`there is no ${JSON.stringify(Key)}`);
    return Item;
  }

  async #mint(body: object, headers: Record<string, string> = {}, user?: string): Promise<Minted> {
    if (user !== undefined)
      await this.#functions.call('createUser', { body: { userId: user, roles: ['reader'] } });
    const fields = { userId: 'ada@example.com', ...body };
    const minted = await this.#functions.call('createApiKey', { body: fields, headers });
    if (minted.id === undefined) throw new Error(JSON.stringify(minted));
    return minted;
  }
}

/** What the authorizer says of a key of Ada's. */
function of(apiKeyId: ApiKeyId): AuthorizerContext {
  return { ...administrator, via: 'api-key', userId: 'ada@example.com', apiKeyId, apiKeyType: 'admin' };
}
