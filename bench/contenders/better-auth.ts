import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { apiKey } from '@better-auth/api-key';
import { type BetterAuthDatabase, betterAuth } from 'better-auth';

/** The plugin as it comes, but for its limit of ten calls a day, which the bench would exceed at once. */
export function createBetterAuth(database: BetterAuthDatabase, keys: readonly string[] = []) {
  let made = 0;
  return betterAuth({
    baseURL: 'http://127.0.0.1',
    secret: 'a secret of the bench alone, which signs nothing',
    database,
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true },
    plugins: [
      apiKey({
        rateLimit: { enabled: false },
        customKeyGenerator: () => {
          made += 1;
          return keys[made - 1] ?? '';
        },
      }),
    ],
  });
}

/** Makes a user, and one key of theirs for each plaintext. */
export async function seedBetterAuth(database: BetterAuthDatabase, keys: readonly string[]): Promise<void> {
  const { api } = createBetterAuth(database, keys);
  const body = { email: 'bench@example.com', password: 'correct horse battery staple', name: 'Bench' };
  const { user } = await api.signUpEmail({ body });
  for (const [index] of keys.entries()) {
    await api.createApiKey({
      body: { userId: user.id, name: `key ${index}`, permissions: { database: ['read'] } },
    });
  }
}

/** An authorizer over better-auth, with an answer like ours. */
export function authorizeWith(database: BetterAuthDatabase) {
  const { api } = createBetterAuth(database);
  return async (event: APIGatewayRequestAuthorizerEvent): Promise<object> => {
    const key = event.headers?.['Authorization']?.replace(/^Bearer /, '') ?? '';
    const { valid, error, key: record } = await api.verifyApiKey({ body: { key } });
    const Statement = [
      { Action: 'execute-api:Invoke', Effect: valid ? 'Allow' : 'Deny', Resource: event.methodArn },
    ];
    return {
      principalId: 'key',
      policyDocument: { Version: '2012-10-17', Statement },
      context: {
        code: valid ? 'VALID' : String(error?.code),
        permissions: JSON.stringify(record?.permissions ?? null),
      },
    };
  };
}
