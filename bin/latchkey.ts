import { App, type StackProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ApiStack, type ApiStackProps } from '../lib/api/api-stack.ts';
import {
  type Configuration,
  ConfigurationError,
  laptopVariable,
  parseConfiguration,
} from '../lib/configuration/configuration.ts';
import { ConsoleStack } from '../lib/console/console-stack.ts';
import { DataStack } from '../lib/data/data-stack.ts';
import { HostingStack } from '../lib/hosting/hosting-stack.ts';
import { IdentityStack } from '../lib/identity/identity-stack.ts';
import { MonitoringStack } from '../lib/monitoring/monitoring-stack.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
try {
  const isForLaptop = process.env[laptopVariable] === '1';
  compose(parseConfiguration((key) => app.node.tryGetContext(key), { isForLaptop }));
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exit(1);
}

function compose(configuration: Configuration): void {
  const name = configuration.deploymentName;
  const about = (part: string) => ({
    description: `Latchkey: ${part}`,
    tags: { application: 'latchkey', deployment: name },
    // No account has this number: what lets webhooks into private networks can be deployed nowhere.
    ...(configuration.webhookTargets === 'any' && {
      env: { account: '000000000000', region: 'us-east-1' },
    }),
  });
  const data = new DataStack(app, `${name}-data`, { ...about('tables and log groups'), configuration });
  const hosting = host(configuration, about('console hosting'));
  const consoleOrigin = hosting?.origin ?? configuration.consoleOrigin;
  const people = identify(configuration, consoleOrigin, data, about('sign-in'));
  const api = new ApiStack(app, `${name}-api`, {
    ...about('API'),
    configuration: { ...configuration, consoleOrigin },
    data,
    ...people,
  });
  if (hosting !== null) {
    new ConsoleStack(app, `${name}-console`, {
      ...about('console'),
      deploymentName: name,
      hosting,
      issuer: people.issuer,
      apiUrl: api.api.url,
      logGroup: data.logs.functions,
    });
  }
  new MonitoringStack(app, `${name}-monitoring`, {
    ...about('dashboard and alarms'),
    deploymentName: name,
    data,
    api,
  });
}

/** Where the console is served from; null where that is elsewhere, or there is none. */
function host(configuration: Configuration, props: StackProps): HostingStack | null {
  if (!configuration.console) return null;
  return new HostingStack(app, `${configuration.deploymentName}-hosting`, { ...props, configuration });
}

/**
 * Whose tokens people send: the operator's issuer, or a user pool of our own; nobody's where there is no page
 * to come back to from signing in.
 */
function identify(
  configuration: Configuration,
  consoleOrigin: string | null,
  data: DataStack,
  props: StackProps,
): Pick<ApiStackProps, 'issuer' | 'userPool'> {
  if (configuration.oidc !== null || consoleOrigin === null) {
    return { issuer: configuration.oidc, userPool: null };
  }
  const id = `${configuration.deploymentName}-identity`;
  const logGroup = data.logs.identity;
  const identity = new IdentityStack(app, id, { ...props, configuration, consoleOrigin, logGroup });
  return { issuer: identity.issuer, userPool: identity.userPool };
}
