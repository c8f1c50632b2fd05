import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ofType, resource, type Synthesized, synthesized, type Template } from './synthesized.ts';

let app: Synthesized;

beforeAll(async () => {
  app = await synthesized();
}, 120_000);

const stacks = () => Object.entries(app).filter((entry): entry is [string, Template] => isTemplate(entry[1]));
const isTemplate = (value: unknown) => typeof value === 'object' && value !== null && 'Resources' in value;

describe('a deployment that failed, or a stack that was destroyed, does not block the next', () => {
  /** Properties that are the name of a resource which survives its stack. */
  const fixedName = {
    'AWS::Logs::LogGroup': 'LogGroupName',
    'AWS::DynamoDB::GlobalTable': 'TableName',
  } as const;

  test('what is retained under a fixed name stands in the data stack alone', () => {
    for (const [name, template] of stacks()) {
      for (const [type, property] of Object.entries(fixedName)) {
        const named = ofType(template, type).filter(
          ([, { Properties }]) => Properties[property] !== undefined,
        );
        if (name !== 'data') expect(named.map(([id]) => id)).toEqual([]);
      }
    }
    expect(ofType(app.data, 'AWS::Logs::LogGroup')).toHaveLength(4);
  });

  test('and is made last there, after all that could fail', () => {
    const others = Object.entries(app.data.Resources)
      .filter(([, { Type }]) => !Type.startsWith('AWS::Logs::'))
      .map(([id]) => id);
    expect(others).toHaveLength(5);
    for (const [, group] of ofType(app.data, 'AWS::Logs::LogGroup')) {
      expect(group.DependsOn).toEqual(expect.arrayContaining(others));
    }
  });
});

test('the guide to upgrading takes log groups over under the ids that they have in the data stack', async () => {
  const guide = await readFile(join(import.meta.dirname, '../../docs/upgrading.md'), 'utf8');
  const [, mapping = ''] = /```json\n([^`]*)```/.exec(guide) ?? [];
  const groups = ofType(app.data, 'AWS::Logs::LogGroup').map(([id, { Properties, DeletionPolicy }]) => {
    expect(DeletionPolicy).toBe('Retain');
    return [id, { LogGroupName: Properties.LogGroupName }];
  });
  expect(JSON.parse(mapping)).toEqual(Object.fromEntries(groups));
});

test.each([
  ['Authorizer', 'AuthorizerCurrentVersion'],
  ['GatewayAuthorizer', 'GatewayAuthorizerFunctionCurrentVersion'],
])('the version that %s is to go back to outlives the deployment that replaces it', (id, current) => {
  const version = resource(app.api, 'AWS::Lambda::Version', id);
  expect(version).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  expect(JSON.stringify(resource(app.api, 'AWS::Lambda::Alias', id).Properties.FunctionVersion)).toContain(
    current,
  );
});

test('monitoring holds on to nothing that a deployment may replace', () => {
  const text = JSON.stringify(app.monitoring);
  expect(text).not.toContain('Fn::ImportValue');
  expect(text).toContain('Fn::GetStackOutput');
  const exported = Object.values(app.api.Outputs ?? {}).filter(({ Export }) => Export !== undefined);
  expect(exported).toEqual([]);
});

test('every index is watched, since one that is throttled stops writes to its table', () => {
  const alarm = JSON.stringify(
    ['IndexThrottles', 'DueIndexThrottles'].map(
      (id) => resource(app.monitoring, 'AWS::CloudWatch::Alarm', id).Properties,
    ),
  );
  const watched = ofType(app.data, 'AWS::DynamoDB::GlobalTable').flatMap(([id, { Properties }]) =>
    (Properties.GlobalSecondaryIndexes ?? []).map(({ IndexName }: { IndexName: string }) => [id, IndexName]),
  );
  expect(watched).toHaveLength(6);
  for (const [, name] of watched) {
    expect(alarm).toContain(`{"Name":"GlobalSecondaryIndexName","Value":"${name}"}`);
  }
  for (const id of new Set(watched.map(([table]) => table))) expect(alarm).toContain(id);
});

test('nobody pays for counts per method', () => {
  const { MethodSettings } = resource(app.api, 'AWS::ApiGateway::Stage').Properties;
  expect(MethodSettings[0].MetricsEnabled).toBe(false);
});
