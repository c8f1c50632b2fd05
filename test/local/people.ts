import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { LocalIssuer } from '../../local/issuer/local-issuer.ts';
import type { TemplateResource } from '../../local/template/template.ts';
import { Browser } from './browser.ts';
import { functionResource, Laptop } from './laptop.ts';
import { pageResources } from './pages.ts';

const page = { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': ['Distribution', 'DomainName'] }, '/']] };

/** Where a program waits, on the one port that it has registered. */
const registered = 'http://127.0.0.1:49152/callback';

/** A pool and its client, as the template has them. */
export const poolResources: Record<string, TemplateResource> = {
  ...pageResources,
  Trigger: functionResource('trigger'),
  Pool: {
    Type: 'AWS::Cognito::UserPool',
    Properties: {
      LambdaConfig: {
        PreTokenGenerationConfig: { LambdaArn: { 'Fn::GetAtt': ['Trigger', 'Arn'] }, LambdaVersion: 'V2_0' },
      },
    },
  },
  Client: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      UserPoolId: { Ref: 'Pool' },
      AllowedOAuthFlows: ['code'],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ['openid', 'email', 'profile'],
      CallbackURLs: [page, registered],
      LogoutURLs: [page],
      GenerateSecret: false,
    },
  },
};

export const poolBundles = {
  trigger: `exports.handler = async ({ request, response }) => {
    const { email, email_verified: verified } = request.userAttributes;
    const claimsToAddOrOverride = { email, email_verified: verified === 'true' };
    return { response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride } } } };
  };`,
};

/** An API with nothing but users, for whom it wants a token. */
const apiResources: Record<string, TemplateResource> = {
  Users: functionResource('users'),
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'test' } },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { RestApiId: { Ref: 'Api' }, StageName: 'stage', DeploymentId: 'd' },
  },
  UsersPath: {
    Type: 'AWS::ApiGateway::Resource',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
      PathPart: 'users',
    },
  },
  GetUsers: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: { Ref: 'UsersPath' },
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
        Uri: {
          'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Users.Arn}/invocations',
        },
      },
    },
  },
};

const users = `exports.handler = async ({ headers }) => {
  const claims = JSON.parse(Buffer.from((headers.authorization ?? '').split('.')[1] ?? '', 'base64url') || '{}');
  if (claims.email !== 'admin@example.com') return { statusCode: 401, body: '{}' };
  return { statusCode: 200, body: JSON.stringify([
    { userId: 'admin@example.com', displayName: null, roles: ['admin'], status: 'active' },
    { userId: 'ann@example.com', displayName: 'Ann <script>', roles: ['reader'], status: 'disabled' } ]) };
};`;

/** A laptop on which people sign in. */
export async function startPeople(isPasswordless = true): Promise<{ laptop: Laptop; issuer: LocalIssuer }> {
  const laptop = await Laptop.start();
  await laptop.deploy({ ...poolResources, ...apiResources }, { ...poolBundles, users });
  const { userPools, url } = laptop.cloud;
  const [userPool] = userPools.values();
  if (userPool === undefined) throw new Error('there is no user pool');
  const file = join(laptop.folder, 'issuer.json');
  const issuer = await LocalIssuer.open(userPool, { url, file, isPasswordless });
  issuer.listUsersOf({ apiUrl: `${url}/stage`, administrator: 'admin@example.com' });
  laptop.listen(issuer);
  return { laptop, issuer };
}

export const clientId = 'test-Client';

/** One attempt to sign in from a program that waits on a port of its own. */
export class SignIn {
  readonly browser: Browser;
  readonly verifier = randomBytes(32).toString('base64url');
  readonly redirectUri: string;
  readonly #issuer: string;

  constructor(issuer: string, redirectUri = registered, browser = new Browser()) {
    this.#issuer = issuer;
    this.redirectUri = redirectUri;
    this.browser = browser;
  }

  /** Opens the authorization endpoint, and what it leads to. */
  async begin(more: Record<string, string> = {}): Promise<Response> {
    const parameters = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      scope: 'openid email profile',
      state: 'the state',
      redirect_uri: this.redirectUri,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    });
    return await this.browser.follow(await this.browser.get(`${this.#issuer}/authorize?${parameters}`));
  }

  /** Goes all the way to the code. */
  async code(userId: string): Promise<string> {
    const page = await this.begin();
    const answer = await this.browser.follow(await this.browser.submit(page.url, { userId }));
    return Browser.target(answer)?.searchParams.get('code') ?? '';
  }

  async exchange(code: string, verifier = this.verifier): Promise<Response> {
    return await this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: verifier,
    });
  }

  async token(fields: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams({ client_id: clientId, ...fields });
    return await fetch(`${this.#issuer}/token`, { method: 'POST', body });
  }
}
