import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import type { SecretHash } from '../../lambdas/contract/brands.ts';
import {
  type CredentialItem,
  credentialKey,
  type RoleDefinitionItem,
  roleDefinitionKey,
  type UserStateItem,
  userStateKey,
} from '../../lambdas/contract/credential-items.ts';
import * as environment from '../../lambdas/contract/environment.ts';
import { requireEnvironment } from '../../lambdas/contract/require-environment.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const table = requireEnvironment(environment.credentialsTable);

/** The authorizer that one writes first: the key, then its user, then the user's roles, each through the AWS SDK. */
export async function handler(event: APIGatewayRequestAuthorizerEvent): Promise<object> {
  const plaintext = event.headers?.['Authorization']?.replace(/^Bearer /, '') ?? '';
  const hash = createHash('sha256').update(plaintext).digest('hex') as SecretHash;
  const credential = await get<CredentialItem>(credentialKey(hash));
  if (credential === null) return verdict(event.methodArn, 'API_KEY_INVALID');
  const user = await get<UserStateItem>(userStateKey(credential.userId));
  if (user?.status !== 'active') return verdict(event.methodArn, 'USER_DISABLED');
  const roles: RoleDefinitionItem[] = [];
  for (const name of user.roles) {
    const role = await get<RoleDefinitionItem>(roleDefinitionKey(name));
    if (role !== null) roles.push(role);
  }
  if (credential.status === 'paused') return verdict(event.methodArn, 'API_KEY_PAUSED');
  if ((credential.expiresAt ?? Infinity) <= Date.now()) return verdict(event.methodArn, 'API_KEY_EXPIRED');
  const granted = new Set(roles.flatMap(({ scopes }) => scopes));
  const scopes = (credential.scopes ?? [...granted]).filter((scope) => granted.has(scope));
  return verdict(event.methodArn, 'VALID', { userId: credential.userId, scopes: JSON.stringify(scopes) });
}

async function get<Item>(Key: { readonly pk: string }): Promise<Item | null> {
  const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
  return (Item as Item | undefined) ?? null;
}

function verdict(Resource: string, code: string, more: object = {}): object {
  const Effect = code === 'VALID' ? 'Allow' : 'Deny';
  const Statement = [{ Action: 'execute-api:Invoke', Effect, Resource }];
  return {
    principalId: 'key',
    policyDocument: { Version: '2012-10-17', Statement },
    context: { code, ...more },
  };
}
