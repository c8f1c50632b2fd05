import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An OpenID Connect issuer whose keys come and go. */
export class Issuer {
  /** Documents that were asked for, by path. */
  readonly asked: string[] = [];
  /** Where the keys are. */
  jwksPath = '/jwks';
  readonly #server: Server;
  readonly #keys = new Map<string, { readonly publicKey: KeyObject; readonly privateKey: KeyObject }>();

  private constructor() {
    this.#server = createServer(({ url = '' }, response) => {
      this.asked.push(url);
      const description = { issuer: this.url, jwks_uri: `${this.url}${this.jwksPath}` };
      response.end(JSON.stringify(url === this.jwksPath ? this.#keySet() : description));
    });
  }

  static async start(): Promise<Issuer> {
    const issuer = new Issuer();
    issuer.#server.listen(0, '127.0.0.1');
    await once(issuer.#server, 'listening');
    issuer.addKey('first');
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  addKey(kid: string): void {
    this.#keys.set(kid, generateKeyPairSync('rsa', { modulusLength: 2_048 }));
  }

  /** @returns a token that the key has signed, now that it is no more published */
  withdrawKey(kid: string): string {
    const token = this.token({}, { kid });
    this.#keys.delete(kid);
    return token;
  }

  /** An access token; what is given replaces or adds to what a good one says. */
  token(claims: object = {}, header: { readonly kid?: string } & object = {}): string {
    const { kid = 'first' } = header;
    const payload = {
      iss: this.url,
      client_id: 'client',
      token_use: 'access',
      exp: Math.floor(Date.now() / 1_000) + 86_400,
      email: 'ada@example.com',
      email_verified: true,
      ...claims,
    };
    const parts = [{ alg: 'RS256', kid, ...header }, payload];
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const key = this.#keys.get(kid)?.privateKey;
    if (key === undefined) throw new Error(`there is no key ${kid}`);
    return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #keySet(): object {
    const keys = [...this.#keys].map(([kid, { publicKey }]) => {
      return { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' };
    });
    return { keys };
  }
}
