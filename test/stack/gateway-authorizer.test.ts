import { answerRest } from '../../lambdas/functions/gateway-authorizer/answer.ts';
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
  test('are of errors and throttles, and none other counts its errors', () => {
    const watching = ofType(app.monitoring, 'AWS::CloudWatch::Alarm')
      .filter(([, alarm]) => JSON.stringify(alarm).includes('GatewayAuthorizerFunction'))
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(watching.toSorted()).toEqual(['GatewayAuthorizerErrors', 'GatewayAuthorizerThrottles']);
  });

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
    // What nodejs24.x prints: https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues/175.
    const lineOf = ({ name, message, stack }: Error) =>
      `2025-12-11T15:13:28.520Z\t-\tERROR\tInvoke Error \t${JSON.stringify({ errorType: name, errorMessage: message, stack })}`;
    const isCounted = (line: string) => ['Invoke Error', 'Unauthorized'].every((term) => line.includes(term));
    expect(isCounted(lineOf(thrownRefusal()))).toBe(true);
    expect(isCounted(lineOf(new Error('DynamoDB gives no answer')))).toBe(false);
  });
});

test('the dashboard shows of the gateway authorizer what it shows of the authorizer, and refusals are no errors there', () => {
  const { DashboardBody } = resource(app.monitoring, 'AWS::CloudWatch::Dashboard').Properties;
  const parts: (string | object)[] = DashboardBody['Fn::Join'][1];
  const text = parts.map((part) => (typeof part === 'string' ? part : nameIn(part))).join('');
  const metrics: unknown[][] = JSON.parse(text).widgets.flatMap((widget: any) => widget.properties.metrics);
  const shownOf = (functionName: string) =>
    metrics.filter((metric) => metric[3] === functionName).map((metric) => String(metric[1]));
  const shown = ['ConcurrentExecutions', 'Duration', 'Duration', 'Errors', 'Invocations', 'Throttles'];
  expect(shownOf('GatewayAuthorizerFunction').toSorted()).toEqual(shown);
  expect(shownOf('Authorizer').toSorted()).toEqual(shown);
  const hidden = metrics.find(
    (metric) => metric[1] === 'Errors' && metric[3] === 'GatewayAuthorizerFunction',
  );
  expect(hidden?.[4]).toMatchObject({ id: 'errors', visible: false });
});

function thrownRefusal(): Error {
  const context = {
    code: 'UNAUTHENTICATED',
    message: '',
    missingScopes: '[]',
    missingAccessRights: '{}',
    retryAfter: '',
  } as const;
  try {
    answerRest('arn:aws:execute-api:eu-west-1:1:a/prod/GET/', { kind: 'unauthorized', context, status: 401 });
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown');
}

/** Of a function that another stack has. */
function nameIn(reference: object): string {
  return /PublishOutputRef(\w+?)[0-9A-F]{16}"/.exec(JSON.stringify(reference))?.[1] ?? '';
}
