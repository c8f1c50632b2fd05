import { ofType, resource, type Synthesized, synthesized } from './synthesized.ts';

let app: Synthesized;
beforeAll(async () => {
  app = await synthesized();
}, 60_000);

test('authorizers of the own account’s gateways may ask the gateway authorizer’s alias, and nobody else', () => {
  const alias = ofType(app.api, 'AWS::Lambda::Alias').find(([id]) => id.startsWith('GatewayAuthorizer'))?.[0];
  const permissions = ofType(app.api, 'AWS::Lambda::Permission').filter(
    ([, { Properties }]) => JSON.stringify(Properties?.['FunctionName']) === JSON.stringify({ Ref: alias }),
  );
  expect(permissions.map(([, { Properties }]) => Properties)).toEqual([
    {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: alias },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: {
        'Fn::Join': [
          '',
          [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':execute-api:',
            { Ref: 'AWS::Region' },
            ':',
            { Ref: 'AWS::AccountId' },
            ':*/authorizers/*',
          ],
        ],
      },
    },
  ]);
});

test('it knows what the authorizer knows', () => {
  const variables = (id: string) =>
    resource(app.api, 'AWS::Lambda::Function', id).Properties.Environment.Variables;
  expect(variables('GatewayAuthorizerFunction')).toEqual(variables('Authorizer'));
});

describe('what stacks that protect APIs look up', () => {
  const valueOf = (name: string) =>
    ofType(app.api, 'AWS::SSM::Parameter').find(
      ([, { Properties }]) => Properties.Name === `/latchkey/latchkey/${name}`,
    )?.[1].Properties.Value;

  test('is the alias of the gateway authorizer, the registrar, and where the API is', () => {
    const alias = ofType(app.api, 'AWS::Lambda::Alias').find(([id]) =>
      id.startsWith('GatewayAuthorizer'),
    )?.[0];
    expect(valueOf('gateway-authorizer')).toEqual({ Ref: alias });
    expect(JSON.stringify(valueOf('registrar'))).toMatch(/RegistrarFunction[0-9A-F]{8}","Arn"/);
    const address = JSON.stringify(valueOf('address'));
    expect(JSON.stringify(app.api.Outputs?.ApiUrl?.Value)).toBe(
      address.replace(/"\]\]\}$|\]\]\}$/, ',"/v1"]]}'),
    );
    expect(ofType(app.api, 'AWS::SSM::Parameter')).toHaveLength(3);
  });
});

describe('alarms of the gateway authorizer', () => {
  test('ring for errors, and not for refusals that are thrown', () => {
    const { Metrics, EvaluationPeriods, Threshold } = resource(
      app.monitoring,
      'AWS::CloudWatch::Alarm',
      'GatewayAuthorizerErrors',
    ).Properties;
    const [difference, ...parts] = Metrics;
    expect([difference.Expression, EvaluationPeriods, Threshold]).toEqual([
      'FILL(errors, 0) - 1.05 * FILL(refusals, 0)',
      2,
      5,
    ]);
    const watched = parts.map(({ Id, MetricStat: { Metric, Period, Stat } }: any) => [
      Id,
      Metric.Namespace,
      Metric.MetricName,
      Period,
      Stat,
    ]);
    expect(watched).toEqual([
      ['errors', 'AWS/Lambda', 'Errors', 300, 'Sum'],
      ['refusals', 'Latchkey/latchkey', 'ThrownRefusals', 300, 'Sum'],
    ]);
    expect(JSON.stringify(parts[0])).toMatch(/GatewayAuthorizerFunction[0-9A-F]{8}/);
    expect(resource(app.data, 'AWS::Logs::MetricFilter', 'LogsThrownRefusals').Properties).toMatchObject({
      FilterPattern: '"Invoke Error" "Unauthorized"',
    });
  });
});
