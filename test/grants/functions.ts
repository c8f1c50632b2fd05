import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { AuthorizerContext } from '../../lambdas/contract/authorizer-context.ts';
import * as environment from '../../lambdas/contract/environment.ts';
import { type OperationId, type Route, routes } from '../../lambdas/contract/routes.ts';
import type { DeploymentSettings } from '../../lambdas/contract/settings.ts';
import { administrator, asSent, eventOf, lambdaContext, type Sent } from '../support/memory-events.ts';
import { service } from '../support/memory-service.ts';
import { settings as shipped } from '../support/memory-settings.ts';
import type { Calls } from './calls.ts';

/** A key is past its retention a second after it has expired. */
const settings: DeploymentSettings = { ...shipped, retentionDays: 1 / 86_400, usageDetail: 'all' };

export type Request = Pick<Sent, 'headers' | 'query' | 'body'> & {
  readonly at?: Readonly<Record<string, string>>;
  readonly as?: AuthorizerContext;
};

/** Every function as Lambda runs it: its own handler, wired by its environment. */
export class Functions {
  readonly #calls: Calls;
  /** Operations of the API that have been called. */
  readonly called = new Set<OperationId>();

  /** Has to come before any function is loaded. */
  constructor(calls: Calls, urls: { readonly dynamodb: string; readonly others: string }) {
    this.#calls = calls;
    Object.assign(process.env, {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: urls.others,
      AWS_ENDPOINT_URL_API_GATEWAY: urls.others,
      [environment.settings]: JSON.stringify(settings),
      [environment.service]: JSON.stringify(service),
      [environment.credentialsTable]: 'Credentials',
      [environment.registryTable]: 'Registry',
      [environment.usageTable]: 'Usage',
      [environment.outboxTable]: 'Outbox',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.others,
      AWS_ENDPOINT_URL_LAMBDA: urls.others,
      [environment.webhookMaster]: 'WebhookMaster',
      [environment.senderFunction]: 'SenderFunction',
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: urls.others,
      [environment.userPoolId]: 'People',
      [environment.auditLogGroup]: 'LogsAudit',
      [environment.gatewayAccounts]: '["000000000000"]',
    });
  }

  /** @param name folder of the function */
  async invoke(name: string, event: unknown): Promise<any> {
    const { handler } = await import(`../../lambdas/functions/${name}/index.ts`);
    return this.#calls.during(name, () => handler(event, lambdaContext));
  }

  /** Calls an operation of the API behind its authorizer: as the administrator, signed in, where nobody else is named. */
  async call(operationId: OperationId, { at = {}, as = administrator, ...sent }: Request = {}): Promise<any> {
    const {
      method,
      path,
      function: name,
    } = (routes as readonly Route<OperationId>[]).find((route) => route.operationId === operationId)!;
    this.called.add(operationId);
    const event: APIGatewayProxyEvent = eventOf(method, path, { ...sent, authorizer: as });
    const { statusCode, body } = await this.invoke(name, { ...event, pathParameters: asSent(at) });
    if (statusCode >= 500) throw new Error(`${operationId} was answered ${statusCode} ${body}`);
    return body === '' ? null : JSON.parse(body);
  }
}
