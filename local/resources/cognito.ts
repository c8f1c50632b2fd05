import * as z from 'zod';
import { arnOf, region } from '../aws.ts';
import { defaultInvitation } from '../cognito/invitation-mail.ts';
import { issuerPath } from '../issuer/user-pool.ts';
import { UnsupportedError } from '../template/unsupported-error.ts';
import { useFunction } from './lambda.ts';
import { flag, integer, mustBeOff, readProperties, withoutEffect } from './properties.ts';
import { generatedName, type ResourceHandler } from './resource-handler.ts';

const account = withoutEffect('the local issuer asks for no accounts, passwords or second factors');
const message = withoutEffect('nothing is sent by email or text message but invitations, which are files');

const userPoolProperties = z.strictObject({
  LambdaConfig: z
    .strictObject({
      PreTokenGenerationConfig: z
        .strictObject({ LambdaArn: z.string(), LambdaVersion: z.literal('V2_0') })
        .optional(),
    })
    .default({}),
  AccountRecoverySetting: account,
  AdminCreateUserConfig: z
    .strictObject({
      AllowAdminCreateUserOnly: account,
      InviteMessageTemplate: z
        .strictObject({
          EmailMessage: z.string().optional(),
          EmailSubject: z.string().optional(),
          SMSMessage: message,
        })
        .default({}),
    })
    .default({ InviteMessageTemplate: {} }),
  AutoVerifiedAttributes: account,
  DeletionProtection: account,
  EmailConfiguration: message,
  EmailVerificationMessage: message,
  EmailVerificationSubject: message,
  EnabledMfas: account,
  MfaConfiguration: account,
  Policies: account,
  Schema: account,
  SmsAuthenticationMessage: message,
  SmsVerificationMessage: message,
  UserAttributeUpdateSettings: account,
  UserPoolAddOns: account,
  UserPoolName: z.string().optional(),
  UserPoolTags: withoutEffect('for cost reports'),
  UserPoolTier: withoutEffect('a price class'),
  UsernameAttributes: account,
  UsernameConfiguration: account,
  VerificationMessageTemplate: message,
});

/** `AWS::Cognito::UserPool`. There can be one only, since the local issuer takes its place. */
export const userPool: ResourceHandler<'functions' | 'url' | 'userPools'> = async (
  resource,
  { functions, url, userPools },
) => {
  const { LambdaConfig, AdminCreateUserConfig } = readProperties(userPoolProperties, resource);
  const { EmailSubject, EmailMessage } = AdminCreateUserConfig.InviteMessageTemplate;
  if (userPools.size > 0) throw new UnsupportedError(resource, 'there is another user pool already');
  const trigger = LambdaConfig.PreTokenGenerationConfig;
  const id = `${region}_local`;
  userPools.set(id, {
    id,
    tokenTrigger:
      trigger === undefined
        ? null
        : { fn: useFunction(resource, functions, trigger.LambdaArn), arn: trigger.LambdaArn },
    clients: [],
    invitation: {
      subject: EmailSubject ?? defaultInvitation.subject,
      html: EmailMessage ?? defaultInvitation.html,
    },
  });
  const issuerUrl = `${url}${issuerPath}`;
  return {
    ref: id,
    attributes: {
      Arn: arnOf('cognito-idp', `userpool/${id}`),
      ProviderName: issuerUrl.replace(/^http:\/\//, ''),
      ProviderURL: issuerUrl,
      UserPoolId: id,
    },
  };
};

const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);
const secondsPer = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;

const clientProperties = z.strictObject({
  UserPoolId: z.string(),
  AccessTokenValidity: integer.default(1),
  AllowedOAuthFlows: z.tuple([z.literal('code', 'only the authorization code flow is supported')]),
  AllowedOAuthFlowsUserPoolClient: flag.refine((isOn) => isOn, 'must be on'),
  AllowedOAuthScopes: z.array(z.enum(['openid', 'email', 'profile'])),
  CallbackURLs: z.array(z.string()),
  ClientName: z.string().optional(),
  EnableTokenRevocation: withoutEffect('refresh tokens can always be revoked'),
  ExplicitAuthFlows: withoutEffect("sign-in is by the issuer's page only; Cognito's own API is not there"),
  GenerateSecret: mustBeOff,
  IdTokenValidity: integer.default(1),
  LogoutURLs: z.array(z.string()).default([]),
  PreventUserExistenceErrors: account,
  RefreshTokenValidity: integer.default(30),
  SupportedIdentityProviders: z
    .tuple([z.literal('COGNITO', 'other identity providers are not supported')])
    .optional(),
  TokenValidityUnits: z
    .strictObject({
      AccessToken: unit.default('hours'),
      IdToken: unit.default('hours'),
      RefreshToken: unit.default('days'),
    })
    .default({ AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' }),
});

/** `AWS::Cognito::UserPoolClient`: public, with the authorization code flow. */
export const userPoolClient: ResourceHandler<'userPools'> = async (resource, { userPools }) => {
  const given = readProperties(clientProperties, resource);
  const pool = userPools.get(given.UserPoolId);
  if (pool === undefined) throw new UnsupportedError(resource, `there is no user pool ${given.UserPoolId}`);
  const id = generatedName(resource, 64);
  const units = given.TokenValidityUnits;
  pool.clients.push({
    id,
    scopes: given.AllowedOAuthScopes,
    callbackUrls: given.CallbackURLs,
    logoutUrls: given.LogoutURLs,
    accessTokenSeconds: given.AccessTokenValidity * secondsPer[units.AccessToken],
    idTokenSeconds: given.IdTokenValidity * secondsPer[units.IdToken],
    refreshTokenSeconds: given.RefreshTokenValidity * secondsPer[units.RefreshToken],
  });
  return { ref: id, attributes: { ClientId: id } };
};

const domainProperties = z.strictObject({
  Domain: z.string(),
  UserPoolId: z.string(),
  CustomDomainConfig: withoutEffect('the local issuer has its own address'),
  ManagedLoginVersion: withoutEffect('the local issuer has a page of its own'),
});

/** `AWS::Cognito::UserPoolDomain`. The local issuer has a sign-in page at its own address instead. */
export const userPoolDomain: ResourceHandler<never> = async (resource) => {
  const { Domain } = readProperties(domainProperties, resource);
  return { ref: Domain, attributes: {} };
};
