import { mountedMethods } from './rest-api.ts';
import { resource, type Synthesized, synthesized } from './synthesized.ts';

const authorizerVariables = (app: Synthesized): Record<string, unknown> =>
  resource(app.api, 'AWS::Lambda::Function', 'Authorizer').Properties.Environment.Variables;

test('an issuer of the operator’s takes the place of Cognito', async () => {
  const app = await synthesized('ownIssuer');
  expect(app.identity.Resources).toEqual({});
  expect(authorizerVariables(app)).toMatchObject({
    OIDC_ISSUER: 'https://login.example.com/',
    OIDC_AUDIENCE: '["latchkey","other"]',
    OIDC_USER_CLAIM: 'sub',
  });
  const policy = JSON.stringify(resource(app.hosting, 'AWS::CloudFront::ResponseHeadersPolicy').Properties);
  expect(policy).toContain(' https://login.example.com; form-action');
  expect(policy).not.toContain('cognito');
}, 120_000);

test('without console and origin there are keys only: no edge service, no pool, no CORS', async () => {
  const app = await synthesized('keysOnly');
  expect(app.hosting.Resources).toEqual({});
  expect(app.identity.Resources).toEqual({});
  expect(JSON.stringify(app.api)).not.toContain('Access-Control');
  expect(mountedMethods(app.api).some(({ httpMethod }) => httpMethod === 'OPTIONS')).toBe(false);
  expect(Object.keys(authorizerVariables(app)).filter((name) => name.startsWith('OIDC'))).toEqual([]);
}, 120_000);

test('a console that is served elsewhere is where Cognito sends people', async () => {
  const app = await synthesized('consoleElsewhere');
  expect(app.hosting.Resources).toEqual({});
  expect(resource(app.identity, 'AWS::Cognito::UserPoolClient', 'ConsoleClient').Properties).toMatchObject({
    CallbackURLs: ['https://keys.example.com/'],
    LogoutURLs: ['https://keys.example.com/'],
  });
}, 120_000);
