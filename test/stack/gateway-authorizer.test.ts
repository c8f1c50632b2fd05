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
