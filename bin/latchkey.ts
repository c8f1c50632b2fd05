import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ApiStack } from '../lib/api/api-stack.ts';
import {
  type Configuration,
  ConfigurationError,
  parseConfiguration,
} from '../lib/configuration/configuration.ts';
import { DataStack } from '../lib/data/data-stack.ts';
import { MonitoringStack } from '../lib/monitoring/monitoring-stack.ts';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
try {
  compose(parseConfiguration((key) => app.node.tryGetContext(key)));
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exit(1);
}

function compose(configuration: Configuration): void {
  const name = configuration.deploymentName;
  const tags = { application: 'latchkey', deployment: name };
  const data = new DataStack(app, `${name}-data`, { description: 'Latchkey: tables', tags, configuration });
  const api = new ApiStack(app, `${name}-api`, { description: 'Latchkey: API', tags, configuration, data });
  new MonitoringStack(app, `${name}-monitoring`, {
    description: 'Latchkey: dashboard and alarms',
    tags,
    deploymentName: name,
    data,
    api,
  });
}
