import type { Template } from '../../local/template/template.ts';
import { Laptop } from './laptop.ts';

let laptop: Laptop;

beforeEach(async () => {
  laptop = await Laptop.start();
});

afterEach(() => laptop.stopAndForget());

function parameter(properties: Record<string, unknown>) {
  return { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', ...properties } };
}

const publisher: Template = {
  Resources: {
    Arn: parameter({ Name: '/latchkey/authorizer-arn', Value: 'arn:aws:lambda:x' }),
    Unnamed: parameter({ Value: 'anything' }),
  },
  Outputs: { Unnamed: { Value: { Ref: 'Unnamed' } } },
};

function reader(value: unknown, parameters: Template['Parameters'] = {}): Template {
  return {
    Parameters: parameters,
    Resources: { Copy: parameter({ Value: value }) },
    Outputs: { Value: { Value: { 'Fn::GetAtt': ['Copy', 'Value'] } } },
  };
}

const byType = {
  AuthorizerArn: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/latchkey/authorizer-arn' },
};

test('a later stack reads a parameter as its own, and in a dynamic reference', async () => {
  const outputs = await laptop.deployStacks({
    publisher,
    typed: reader({ Ref: 'AuthorizerArn' }, byType),
    part: reader({ 'Fn::Select': [2, { 'Fn::Split': [':', { Ref: 'AuthorizerArn' }] }] }, byType),
    dynamic: reader('/of/{{resolve:ssm:/latchkey/authorizer-arn}}/{{resolve:ssm:publisher-Unnamed}}'),
    joined: reader(
      { 'Fn::Join': ['', ['{{resolve:ssm:', { Ref: 'Name' }, '}}']] },
      {
        Name: { Type: 'String', Default: '/latchkey/authorizer-arn' },
      },
    ),
  });
  expect(Object.fromEntries(outputs)).toEqual({
    'publisher.Unnamed': 'publisher-Unnamed',
    'typed.Value': 'arn:aws:lambda:x',
    'part.Value': 'lambda',
    'dynamic.Value': '/of/arn:aws:lambda:x/anything',
    'joined.Value': 'arn:aws:lambda:x',
  });
});

test.each<[string, unknown, Template['Parameters']]>([
  ['there is no SSM parameter /latchkey/authorizer-arn', { Ref: 'AuthorizerArn' }, byType],
  ['there is no SSM parameter /not/there', '{{resolve:ssm:/not/there}}', {}],
  ['{{resolve:ssm:a:3}}: versions of parameters are not supported', '{{resolve:ssm:a:3}}', {}],
  ['only parameters of type ssm are supported', '{{resolve:secretsmanager:a:SecretString}}', {}],
  [
    'Ref of Names, which has no value on a laptop',
    { Ref: 'Names' },
    { Names: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/names' } },
  ],
])('stops the start: %s', async (message, value, parameters) => {
  await expect(laptop.deployStacks({ reader: reader(value, parameters) })).rejects.toThrow(message);
});

test('two parameters of one name, or a value that does not match, stop the start', async () => {
  const twice = { A: parameter({ Name: 'a', Value: '1' }), B: parameter({ Name: 'a', Value: '2' }) };
  await expect(laptop.deploy(twice)).rejects.toThrow('B (AWS::SSM::Parameter): there is another parameter a');
  const odd = { C: parameter({ Name: 'c', Value: 'x', AllowedPattern: '^\\d+$' }) };
  await expect(laptop.deploy(odd)).rejects.toThrow('its value does not match ^\\d+$');
});
