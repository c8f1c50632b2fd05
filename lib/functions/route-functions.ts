import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { RouteFunction } from '../../lambdas/contract/routes.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { DataStack } from '../data/data-stack.ts';
import type { LazyModules } from './bundled-code.ts';
import { grantChannels } from './grant-channels.ts';
import { gatewayAccountsEnvironment } from './gateway-accounts.ts';

type Tables = Pick<DataStack, 'credentials' | 'registry' | 'usage' | 'outbox' | 'webhookMaster'>;

interface RouteFunctionDefinition {
  readonly description: string;
  /** @default - everything is in one file */
  readonly lazyModules?: LazyModules;
  readonly grant: (fn: LambdaFunction, tables: Tables, configuration: Configuration) => void;
}

/** Each function that serves routes, with the least that its routes need. Its folder has its name. */
export const routeFunctions: Readonly<Record<RouteFunction, RouteFunctionDefinition>> = {
  'api-keys': {
    description: 'Serves the routes of API keys',
    grant(fn, { credentials, registry, usage, outbox }) {
      credentials.grantManageKeys(fn);
      registry.grantManageKeys(fn);
      outbox.grantPlanNotices(fn);
      usage.grantLookUpLastUse(fn);
    },
  },
  directory: {
    description: 'Serves users, roles and the scope catalogue',
    lazyModules: { '#directory/cognito-accounts': 'functions/directory/cognito-accounts.ts' },
    grant(fn, { credentials, registry }) {
      credentials.grantManageDirectory(fn);
      registry.grantManageDirectory(fn);
    },
  },
  apis: {
    description: 'Serves the routes of protected APIs',
    grant(fn, { credentials, registry }, configuration) {
      credentials.grantManageApis(fn);
      registry.grantManageApis(fn);
      fn.addEnvironment(...gatewayAccountsEnvironment(fn, configuration));
    },
  },
  webhooks: {
    description: 'Serves the routes of webhooks',
    grant(fn, { registry, outbox, webhookMaster }, configuration) {
      registry.grantManageWebhooks(fn);
      outbox.grantManageWebhooks(fn);
      grantChannels(fn, configuration);
      webhookMaster.grantDerive(fn);
    },
  },
  reads: {
    description: 'Serves audit events, usage, the caller and the OpenAPI document',
    grant(fn, { registry, usage }) {
      registry.grantRead(fn);
      usage.grantRead(fn);
    },
  },
  verify: {
    description: 'Verifies API keys for services',
    grant(fn, { credentials, registry }) {
      credentials.grantAuthorize(fn);
      registry.grantLookUp(fn);
    },
  },
};
