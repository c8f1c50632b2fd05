import { randomUUID } from 'node:crypto';
import type { AuthorizerContext } from '../../lambdas/contract/authorizer-context.ts';
import type { ApiKeyId } from '../../lambdas/contract/brands.ts';
import { type OperationId, type RouteFunction, routes } from '../../lambdas/contract/routes.ts';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import type { Clock } from '../../lambdas/domain/ports.ts';
import { type Authenticate, createAuthenticate } from '../../lambdas/verdict/authenticate.ts';
import type { CredentialsReader } from '../../lambdas/verdict/credentials-table.ts';
import { verdictsOver } from '../../lambdas/verdict/dependencies.ts';
import { createExplainKey } from '../../lambdas/verdict/explain-key.ts';
import type { ApiHandler } from '../../lambdas/gateway/api-handler.ts';
import type { ApiKeyDependencies } from '../../lambdas/functions/api-keys/dependencies.ts';
import type { ProtectedApiDependencies } from '../../lambdas/functions/apis/dependencies.ts';
import type { MakeAccount } from '../../lambdas/functions/directory/cognito-accounts.ts';
import type { DirectoryDependencies } from '../../lambdas/functions/directory/dependencies.ts';
import type { ReadDependencies } from '../../lambdas/functions/reads/dependencies.ts';
import type { OwnerOf } from '../../lambdas/store/event-owners.ts';
import type { WebhookDependencies } from '../../lambdas/functions/webhooks/dependencies.ts';
import type { Answer } from './memory-answers.ts';
import { authorizerOver } from './memory-authorizer.ts';
import { callsDocumentedBy } from './memory-contract.ts';
import { asSent, authorizerEvent, eventOf, type Sent } from './memory-events.ts';
import { MemoryLimiterStore } from './memory-limiter.ts';
import { MemoryDeliveries } from './memory-deliveries.ts';
import { MemoryMasters } from './memory-masters.ts';
import { predictableRandom } from './memory-ports.ts';
import { service } from './memory-service.ts';
import { settings as shipped } from './memory-settings.ts';

const { makeHandler: makeApiKeys } = await import('../../lambdas/functions/api-keys/index.ts');
const { makeHandler: makeDirectory } = await import('../../lambdas/functions/directory/index.ts');
const { makeHandler: makeApis } = await import('../../lambdas/functions/apis/index.ts');
const { makeHandler: makeReads } = await import('../../lambdas/functions/reads/index.ts');
const { makeHandler: makeVerify } = await import('../../lambdas/functions/verify/index.ts');
const { makeHandler: makeWebhooks } = await import('../../lambdas/functions/webhooks/index.ts');

/** Accounts whose gateways can be protected. */
const gatewayAccounts = ['123456789012', '210987654321'];

/** All that the functions of the API store and read. */
export type Stores = Pick<
  ApiKeyDependencies,
  'keys' | 'purges' | 'listKeys' | 'readLastUses' | 'holders' | 'directory'
> &
  Pick<DirectoryDependencies, 'users' | 'roles' | 'lister'> &
  Pick<ProtectedApiDependencies, 'apis'> &
  Pick<WebhookDependencies, 'webhooks' | 'listWebhooks'> &
  Pick<
    ReadDependencies,
    'listEvents' | 'listUsage' | 'countUsage' | 'tallyUsage' | 'readCountedSince' | 'readRecordedUntil'
  > & {
    readonly reader: CredentialsReader;
  };

export type Request = Pick<Sent, 'headers' | 'query' | 'body' | 'userAgent'> & {
  /** Values of the path's parameters. */
  readonly at?: Readonly<Record<string, string>>;
};

export type Call = (operationId: OperationId, request?: Request) => Promise<Answer>;

/** The API behind its authorizer, as API Gateway serves it. */
export interface ServedApi {
  /** Calls with a key, or as `person(userId)`. */
  as(credential: string): Call;
  /** What the secrets of webhooks are derived from. */
  readonly masters: MemoryMasters;
  /** What is sent to webhooks. */
  readonly outbox: MemoryDeliveries;
  /** Addresses of names that webhooks lead to; others have a public one. */
  readonly addresses: Map<string, readonly string[]>;
  /** The verdict that a container of the authorizer gives which has been up since the beginning. */
  readonly authenticate: Authenticate;
}

/** The access token of a person; its issuer is in memory and believes every name. */
export const person = (userId: string): string => `jwt.${Buffer.from(userId).toString('base64url')}.signed`;

const loadTokenVerifier = async () => ({
  verify: async (token: string) => Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
});

export function serveApi(
  stores: Stores,
  clock: Clock,
  more: Partial<DeploymentSettings> = {},
  makeAccount: MakeAccount | null = null,
): ServedApi {
  const settings = { ...shipped, ...more };
  const { reader } = stores;
  const limiterStore = new MemoryLimiterStore();
  const options = { limiterStore, loadTokenVerifier, settings };
  const verdicts = verdictsOver({ reader, limiterStore }, settings, clock.now, () => {});
  const authenticate = createAuthenticate(verdicts);
  const authorizer = authorizerOver(reader, clock.now, options);
  const masters = new MemoryMasters();
  const addresses = new Map<string, readonly string[]>();
  const outbox = new MemoryDeliveries();
  const ownerOf: OwnerOf = async ({ target: { type, id } }) => {
    if (type === 'api_key') return (await stores.keys.get(id as ApiKeyId))?.userId ?? null;
    return type === 'webhook' ? ((await stores.webhooks.get(id))?.userId ?? null) : null;
  };
  const deps = {
    ...stores,
    ...outbox.dependencies(ownerOf),
    masters,
    resolveAll: async (name: string) => addresses.get(name) ?? ['93.184.215.14'],
    settings,
    clock,
    random: predictableRandom(randomUUID()),
    authenticate,
    explainKey: createExplainKey(verdicts),
    recordCall: () => {},
    makeAccount,
    firstAnswers: { find: async () => null },
  };
  // Each is made when it is first called: its schemas cost more than a call.
  const makers: Record<RouteFunction, () => ApiHandler> = {
    'api-keys': () => makeApiKeys(deps),
    directory: () => makeDirectory(deps),
    apis: () => makeApis({ ...deps, gatewayAccounts }),
    reads: () => makeReads({ ...deps, service }),
    verify: () => makeVerify(deps),
    webhooks: () => makeWebhooks(deps),
  };
  const handlers = new Map<RouteFunction, ApiHandler>();
  const handlerOf = (name: RouteFunction) => {
    const handler = handlers.get(name) ?? makers[name]();
    handlers.set(name, handler);
    return handler;
  };
  const call = callsDocumentedBy(settings);
  return {
    masters,
    outbox,
    addresses,
    authenticate,
    as: (credential) => async (operationId, request) => {
      const headers = { Authorization: `Bearer ${credential}` };
      const { context, policyDocument } = await authorizer(authorizerEvent(headers));
      const [statement] = policyDocument.Statement;
      if (statement?.Effect === 'Deny') {
        return { status: 401, headers: {}, body: { status: 401, ...context }, text: '' };
      }
      const route = routes.find((each) => each.operationId === operationId)!;
      return call(
        handlerOf(route.function),
        eventAt(operationId, { ...request, authorizer: context as AuthorizerContext }),
      );
    },
  };
}

function eventAt(operationId: OperationId, { at = {}, ...sent }: Request & Sent) {
  const { method, path } = routes.find((route) => route.operationId === operationId)!;
  const event = eventOf(method, path, { ...sent, id: at['id'] ?? '' });
  return { ...event, pathParameters: asSent(at) };
}
