import type { IncomingMessage } from 'node:http';
import { jwtVerify } from 'jose';
import type { HttpResponse } from '../http/response.ts';
import type { IssuerFile } from './issuer-file.ts';

/**
 * Answers whom an access token is about, as Cognito does. The provider's own endpoint cannot be used: it takes tokens
 * without an audience only, and the API's tokens have one.
 */
export async function userInfo(request: IncomingMessage, file: IssuerFile): Promise<HttpResponse> {
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const claims = await verifiedClaims(token, file);
  if (claims === null) {
    return answer(401, { error: 'invalid_token' }, [['WWW-Authenticate', 'Bearer error="invalid_token"']]);
  }
  const { sub, username, email, email_verified } = claims;
  return answer(200, { sub, username, email, email_verified });
}

async function verifiedClaims(token: string, { issuer, signingKey: { kty, n, e, alg } }: IssuerFile) {
  try {
    const { payload } = await jwtVerify(
      token,
      { kty, n, e },
      { issuer, algorithms: [alg], requiredClaims: ['exp'] },
    );
    const { scope, token_use: use } = payload;
    const isOpenId = typeof scope === 'string' && scope.split(' ').includes('openid');
    return use === 'access' && isOpenId ? payload : null;
  } catch {
    return null;
  }
}

function answer(status: number, body: object, headers: [string, string][] = []): HttpResponse {
  return {
    statusCode: status,
    headers: [
      ['Content-Type', 'application/json'],
      ['Cache-Control', 'no-store'],
      ['X-Content-Type-Options', 'nosniff'],
      ...headers,
    ],
    body: JSON.stringify(body),
  };
}
