import { deploymentNames } from '../../scripts/preflight/deployment-names.ts';
import { ofType, type Synthesized, synthesize, type Template } from './synthesized.ts';

let synthesized: Synthesized;
let templates: Readonly<Record<string, Template>>;
const names = deploymentNames('latchkey');

beforeAll(async () => {
  synthesized = await synthesize({ validate: false });
  const { data, hosting, identity, api, monitoring } = synthesized;
  templates = { data, hosting, identity, api, monitoring };
});

afterAll(() => synthesized.remove());

test('the preflight looks for the stacks that there are', () => {
  expect(names.stacks).toEqual(Object.keys(templates).map((part) => `latchkey-${part}`));
  expect(ofType(synthesized.api, 'AWS::ApiGateway::RestApi')).toHaveLength(1);
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
