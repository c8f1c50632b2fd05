import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as environment from '../../lambdas/contract/environment.ts';

const keyId = 'bench';
const audience = 'bench-client';

/** An OpenID Connect issuer that signs access tokens with RS256, as Cognito's are signed. */
export class Issuer {
  readonly #server: Server;
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2_048 });

  private constructor() {
    this.#server = createServer(({ url }, response) => {
      const document =
        url === '/jwks' ? this.#keySet() : { issuer: this.#url, jwks_uri: `${this.#url}/jwks` };
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(document));
    });
  }

  static async start(): Promise<Issuer> {
    const issuer = new Issuer();
    issuer.#server.listen(0, '127.0.0.1');
    await once(issuer.#server, 'listening');
    return issuer;
  }

  /** Variables that make the authorizer trust this issuer. */
  get environment(): Record<string, string> {
    return {
      [environment.oidcIssuer]: this.#url,
      [environment.oidcAudience]: JSON.stringify([audience]),
      [environment.oidcUserClaim]: 'email',
    };
  }

  /** An access token that holds for a day. */
  tokenFor(email: string): string {
    const header = { alg: 'RS256', kid: keyId };
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: this.#url,
      sub: '7f0e1f2a-0d1a-4c7e-9f63-0d5a3b1f9a11',
      client_id: audience,
      token_use: 'access',
      iat: now,
      exp: now + 86_400,
      email,
      email_verified: true,
    };
    const body = [header, claims].map((part) => encode(JSON.stringify(part))).join('.');
    return `${body}.${sign('sha256', Buffer.from(body), this.#keys.privateKey).toString('base64url')}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get #url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #keySet(): object {
    const key = this.#keys.publicKey.export({ format: 'jwk' });
    return { keys: [{ ...key, kid: keyId, alg: 'RS256', use: 'sig' }] };
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
