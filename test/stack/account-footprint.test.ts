import { standing } from '../../scripts/bill/traffic.ts';
import { deploymentNames } from '../../scripts/preflight/deployment-names.ts';
import { ofType, type Synthesized, synthesized, type Template } from './synthesized.ts';

let app: Synthesized;
let templates: Readonly<Record<string, Template>>;
const names = deploymentNames('latchkey');

beforeAll(async () => {
  app = await synthesized();
  const { data, hosting, identity, api, console, monitoring } = app;
  templates = { data, hosting, identity, api, console, monitoring };
});

test('the preflight looks for the stacks that there are', () => {
  expect(names.stacks).toEqual(Object.keys(templates).map((part) => `latchkey-${part}`));
  expect(ofType(app.api, 'AWS::ApiGateway::RestApi')).toHaveLength(1);
  expect(names.apiStack).toBe('latchkey-api');
});

test('the preflight looks for every name of a log group, and knows the stack that creates it', () => {
  const created = Object.entries(templates).flatMap(([part, template]) =>
    ofType(template, 'AWS::Logs::LogGroup').map(([, { Properties }]) => ({
      name: Properties.LogGroupName,
      stack: `latchkey-${part}`,
    })),
  );
  expect(created.length).toBeGreaterThan(0);
  expect(new Set(names.logGroups)).toEqual(new Set(created));
});

test('the bill counts the metrics that alarms watch, those of our own, and the dashboard', () => {
  const count = (type: string) => Object.values(templates).flatMap((template) => ofType(template, type));
  const alarmMetrics = count('AWS::CloudWatch::Alarm').map(
    ([, { Properties }]) =>
      Properties.Metrics?.filter((part: object) => Object.hasOwn(part, 'MetricStat')).length ?? 1,
  );
  const metricsOfMapping = 6;
  const mappings = count('AWS::Lambda::EventSourceMapping').filter(
    ([, { Properties }]) => Properties.MetricsConfig?.Metrics?.[0] === 'EventCount',
  );
  expect(standing).toEqual({
    alarmMetrics: alarmMetrics.reduce((sum, metrics) => sum + metrics, 0),
    customMetrics: count('AWS::Logs::MetricFilter').length + metricsOfMapping * mappings.length,
    dashboards: count('AWS::CloudWatch::Dashboard').length,
  });
});
