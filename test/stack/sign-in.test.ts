import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { permissionsOf } from './permissions.ts';
import { ofType, resource, type Synthesized, synthesized } from './synthesized.ts';

let app: Synthesized;

beforeAll(async () => {
  app = await synthesized('signIn');
}, 120_000);

const consoleDomain = { 'Fn::ImportValue': expect.stringMatching(/^latchkey-hosting:.*DomainName/) };
const consolePage = { 'Fn::Join': ['', ['https://', consoleDomain, '/']] };

test('what invokes the bootstrap at a deployment logs where we keep it, and may do nothing else', () => {
  const id = 'AWSCDKTriggerCustomResourceProvider';
  const logGroup = resource(app.api, 'AWS::Lambda::Function', 'BootstrapFunction').Properties.LoggingConfig
    .LogGroup;
  const { LoggingConfig } = resource(app.api, 'AWS::Lambda::Function', id).Properties;
  expect(LoggingConfig).toEqual({ LogGroup: logGroup });
  const { ManagedPolicyArns, Policies } = resource(app.api, 'AWS::IAM::Role', id).Properties;
  expect(ManagedPolicyArns).toBeUndefined();
  expect(Policies.map((policy: { PolicyDocument: object }) => policy.PolicyDocument)).toEqual([
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['lambda:InvokeFunction'],
          Resource: [
            { 'Fn::Join': ['', [{ 'Fn::GetAtt': [expect.stringMatching(/^Bootstrap/), 'Arn'] }, ':*']] },
          ],
        },
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: { 'Fn::ImportValue': expect.stringMatching(/LogsFunctions.*Arn/) },
        },
      ],
    },
  ]);
});

describe('every function that a deployment makes', () => {
  test('logs into a group of ours', () => {
    for (const template of [app.data, app.hosting, app.identity, app.api, app.console, app.monitoring]) {
      for (const [id, { Properties }] of ofType(template, 'AWS::Lambda::Function')) {
        expect([id, Properties.LoggingConfig?.LogGroup]).toEqual([
          id,
          { 'Fn::ImportValue': expect.stringMatching(/Logs/) },
        ]);
      }
    }
  });
});

describe('the user pool', () => {
  const pool = () => resource(app.identity, 'AWS::Cognito::UserPool');

  test('takes no one who was not invited, knows people by email, and is kept', () => {
    expect(pool()).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(pool().Properties).toMatchObject({
      UserPoolTier: 'ESSENTIALS',
      DeletionProtection: 'ACTIVE',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          RequireUppercase: true,
        },
      },
    });
    expect(pool().Properties.AdminCreateUserConfig.AllowAdminCreateUserOnly).toBe(true);
    const { EmailMessage } = pool().Properties.AdminCreateUserConfig.InviteMessageTemplate;
    expect(JSON.stringify(EmailMessage)).toMatch(/\{username\}.*\{####\}/);
  });

  test('stands in a stack that cannot be deleted by accident', async () => {
    const manifest = JSON.parse(await readFile(join(app.folder, 'manifest.json'), 'utf8'));
    expect(manifest.artifacts['latchkey-identity'].properties.terminationProtection).toBe(true);
  });

  test('lets the trigger add to access tokens, and nobody else call it', () => {
    const [id] =
      ofType(app.identity, 'AWS::Lambda::Function').find(([key]) => key.startsWith('TokenClaims')) ?? [];
    expect(pool().Properties.LambdaConfig).toEqual({
      PreTokenGenerationConfig: { LambdaArn: { 'Fn::GetAtt': [id, 'Arn'] }, LambdaVersion: 'V2_0' },
    });
    const [poolId] = ofType(app.identity, 'AWS::Cognito::UserPool')[0] ?? [];
    expect(resource(app.identity, 'AWS::Lambda::Permission').Properties).toMatchObject({
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [poolId, 'Arn'] },
    });
  });

  test('has a sign-in host that no other deployment can have', () => {
    expect(resource(app.identity, 'AWS::Cognito::UserPoolDomain').Properties.Domain).toEqual({
      'Fn::Join': ['', ['latchkey-', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }]],
    });
  });
});

describe('the trigger', () => {
  test('may log, and nothing else', () => {
    expect(permissionsOf(app.identity, 'TokenClaimsRole')).toEqual({
      'logs:CreateLogStream LogsIdentity.Arn': null,
      'logs:PutLogEvents LogsIdentity.Arn': null,
    });
  });

  test('is small: Cognito waits five seconds for it', async () => {
    const withCode = await synthesized();
    const { Metadata, Properties } = resource(withCode.identity, 'AWS::Lambda::Function', 'TokenClaims');
    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Timeout: 5 });
    const folder = join(withCode.folder, String(Metadata?.['aws:asset:path']));
    expect(await readdir(folder)).toEqual(['index.js']);
    expect((await readFile(join(folder, 'index.js'), 'utf8')).length).toBeLessThan(5_000);
  });
});

const loopback = [8417, 18417, 28417].map((port) => `http://localhost:${port}/callback`);

test.each([
  ['console', 'ConsoleClient', [consolePage], 8 * 60],
  ['command line', 'CommandLineClient', loopback, 7 * 24 * 60],
])('the %s is a public client that signs people in by authorization code alone', (_, id, pages, minutes) => {
  const { Properties } = resource(app.identity, 'AWS::Cognito::UserPoolClient', id);
  expect(Properties).toMatchObject({
    GenerateSecret: false,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthScopes: ['openid', 'email', 'profile'],
    CallbackURLs: pages,
    LogoutURLs: pages,
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    SupportedIdentityProviders: ['COGNITO'],
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    AccessTokenValidity: 60,
    IdTokenValidity: 60,
    RefreshTokenValidity: minutes,
  });
});

describe('the first administrator', () => {
  test('is invited once, and stays whatever later deployments say', () => {
    const invitation = resource(app.identity, 'Custom::FirstAdministrator');
    expect(invitation.DeletionPolicy).toBe('Retain');
    expect(invitation.Properties).not.toHaveProperty('Update');
    expect(invitation.Properties).not.toHaveProperty('Delete');
    const call = JSON.parse(invitation.Properties.Create['Fn::Join'][1].map(textOf).join(''));
    expect(call).toMatchObject({
      action: 'AdminCreateUser',
      parameters: {
        Username: 'ann@example.com',
        UserAttributes: [
          { Name: 'email', Value: 'ann@example.com' },
          { Name: 'email_verified', Value: 'true' },
        ],
        DesiredDeliveryMediums: ['EMAIL'],
      },
      ignoreErrorCodesMatching: 'UsernameExistsException',
      logApiResponseData: false,
    });
  });

  test('by a function that may create users of this pool only', () => {
    expect(permissionsOf(app.identity, 'FirstAdministratorRole')).toEqual({
      'cognito-idp:AdminCreateUser People.Arn': null,
      'logs:CreateLogStream LogsIdentity.Arn': null,
      'logs:PutLogEvents LogsIdentity.Arn': null,
    });
  });
});

describe('accounts in the pool', () => {
  /** Roles with any permission on user pools, with what they may and on what. */
  const mayDo = ({ identity, api }: Synthesized) =>
    [identity, api].flatMap((template) =>
      ofType(template, 'AWS::IAM::Role').flatMap(([id]) =>
        Object.keys(permissionsOf(template, id))
          .filter((permission) => /cognito|^\*/.test(permission))
          .map((permission) => `${id.replace(/[0-9A-F]{8}$/, '')}: ${permission}`),
      ),
    );
  const toldOfPool = ({ data, hosting, identity, api, monitoring }: Synthesized) =>
    [data, hosting, identity, api, monitoring].flatMap((template) =>
      ofType(template, 'AWS::Lambda::Function')
        .filter(([, { Properties }]) => 'USER_POOL_ID' in (Properties.Environment?.Variables ?? {}))
        .map(([id]) => id.replace(/[0-9A-F]{8}$/, '')),
    );
  /** What `GET /config` says of it: the text holds tokens where the issuer is a stack's. */
  const tellsOfInviting = ({ api }: Synthesized) =>
    ofType(api, 'AWS::Lambda::Function').flatMap(([, { Properties }]) => {
      const told = JSON.stringify(Properties.Environment?.Variables['LATCHKEY_SERVICE'] ?? '');
      return /invites\W+(true|false)/.exec(told)?.[1] ?? [];
    });

  test.each([undefined, 'second', 'consoleElsewhere'] as const)(
    'are made by the function of users, in this pool: %s',
    async (name) => {
      const configured = await synthesized(name);
      const made = mayDo(configured).filter((permission) => !permission.startsWith('FirstAdministrator'));
      const { identity } = configured;
      expect(ofType(identity, 'AWS::Cognito::UserPool').map(([id]) => id)).toEqual([
        expect.stringMatching(/^People[0-9A-F]{8}$/),
      ]);
      expect([made, toldOfPool(configured)]).toEqual([
        ['directoryRole: cognito-idp:AdminCreateUser People.Arn'],
        ['directory'],
      ]);
      expect(tellsOfInviting(configured)).toEqual(['true']);
    },
  );

  test.each(['ownIssuer', 'keysOnly', 'trial'] as const)(
    'are not there, and nobody makes any: %s',
    async (name) => {
      const configured = await synthesized(name);
      expect(ofType(configured.identity, 'AWS::Cognito::UserPool')).toEqual([]);
      expect([mayDo(configured), toldOfPool(configured)]).toEqual([[], []]);
      expect(tellsOfInviting(configured)).toEqual(['false']);
    },
  );
});

describe('the authorizer', () => {
  test('is told the pool’s own name, the clients, and the claim', () => {
    const { Variables } = resource(app.api, 'AWS::Lambda::Function', 'Authorizer').Properties.Environment;
    expect(Variables).toMatchObject({
      OIDC_ISSUER: { 'Fn::ImportValue': expect.stringMatching(/^latchkey-identity:.*ProviderURL/) },
      OIDC_AUDIENCE: {
        'Fn::Join': [
          '',
          [
            '["',
            { 'Fn::ImportValue': expect.stringMatching(/^latchkey-identity:.*ConsoleClient/) },
            '","',
            { 'Fn::ImportValue': expect.stringMatching(/^latchkey-identity:.*CommandLineClient/) },
            '"]',
          ],
        ],
      },
      OIDC_USER_CLAIM: 'email',
    });
  });
});

test('outputs say who the issuer is and where people sign in', () => {
  const documented = Object.keys(app.identity.Outputs ?? {}).filter((name) => !name.startsWith('Exports'));
  expect(documented.toSorted()).toEqual([
    'ClientId',
    'CommandLineClientId',
    'Issuer',
    'SignInUrl',
    'UserPoolId',
  ]);
});

function textOf(part: unknown): string {
  return typeof part === 'string' ? part : 'reference';
}
