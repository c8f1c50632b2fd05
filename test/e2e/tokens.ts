import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { importJWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import type { LatchkeyProcess } from './latchkey-process.ts';
import { issuerOf } from './sign-in.ts';

/** Access tokens of a server's issuer that it would never give, signed with its own key. */
export class TokenForge {
  readonly #issuer: ReturnType<typeof issuerOf>;
  readonly #userId: string;

  constructor(server: LatchkeyProcess, userId: string) {
    this.#issuer = issuerOf(server);
    this.#userId = userId;
  }

  /** Nothing is wrong with it: what the others are measured by. */
  good(): Promise<string> {
    return this.#sign(this.#claims());
  }

  expired(): Promise<string> {
    return this.#sign(this.#claims({ exp: now() - 1, iat: now() - 3_601 }));
  }

  notYetValid(): Promise<string> {
    return this.#sign(this.#claims({ nbf: now() + 3_600 }));
  }

  withoutExpiry(): Promise<string> {
    const { exp: _, ...claims } = this.#claims();
    return this.#sign(claims);
  }

  ofAnotherAudience(): Promise<string> {
    return this.#sign(this.#claims({ client_id: 'another' }));
  }

  ofAnotherIssuer(): Promise<string> {
    return this.#sign(this.#claims({ iss: 'https://issuer.example.com' }));
  }

  withUnverifiedEmail(): Promise<string> {
    return this.#sign(this.#claims({ email_verified: false }));
  }

  forAnotherUse(): Promise<string> {
    return this.#sign(this.#claims({ token_use: 'id' }));
  }

  /** By somebody else's key, under the name of the issuer's. */
  async signedBySomebodyElse(): Promise<string> {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    return new SignJWT(this.#claims()).setProtectedHeader(this.#header()).sign(privateKey);
  }

  /** With the public key as if it were a shared secret. */
  async signedWithPublicKey(): Promise<string> {
    const secret = new TextEncoder().encode(this.#issuer.signingKey['n']);
    return new SignJWT(this.#claims()).setProtectedHeader({ ...this.#header(), alg: 'HS256' }).sign(secret);
  }

  /** `alg: none` (RFC 7519, section 6). */
  unsigned(): string {
    return new UnsecuredJWT(this.#claims()).encode();
  }

  /** A good one of which one claim was changed afterwards. */
  async altered(): Promise<string> {
    const [header, payload = '', signature] = (await this.good()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JWTPayload;
    const changed = Buffer.from(JSON.stringify({ ...claims, jti: randomUUID() })).toString('base64url');
    return [header, changed, signature].join('.');
  }

  /** With other claims and members of the header (undefined leaves one out), signed all the same. */
  crafted(claims: object, header: object = {}): string {
    const { alg, kid } = this.#header();
    return this.signedText(
      JSON.stringify({ alg, kid, ...header }),
      JSON.stringify({ ...this.#claims(), ...claims }),
    );
  }

  /** Whatever text as header and payload, with the issuer's RS256 signature over them. */
  signedText(header: string, payload: string): string {
    const signed = [header, payload].map((text) => Buffer.from(text).toString('base64url')).join('.');
    const key = createPrivateKey({ key: this.#issuer.signingKey, format: 'jwk' });
    return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
  }

  #claims(more: JWTPayload = {}): JWTPayload {
    const { issuer, clientId } = this.#issuer;
    return {
      iss: issuer,
      sub: '0a1b2c3d-0000-4000-8000-000000000000',
      client_id: clientId,
      username: '0a1b2c3d-0000-4000-8000-000000000000',
      token_use: 'access',
      email: this.#userId,
      email_verified: true,
      iat: now(),
      exp: now() + 3_600,
      jti: randomUUID(),
      ...more,
    };
  }

  #header() {
    return { alg: 'RS256', kid: this.#issuer.signingKey['kid'] ?? '' };
  }

  async #sign(claims: JWTPayload): Promise<string> {
    const key = await importJWK(this.#issuer.signingKey, 'RS256');
    return new SignJWT(claims).setProtectedHeader(this.#header()).sign(key);
  }
}

function now(): number {
  return Math.floor(Date.now() / 1_000);
}
