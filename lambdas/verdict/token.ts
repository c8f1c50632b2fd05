import { JwtBaseError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { JwtVerifier } from 'aws-jwt-verify/jwt-verifier';
import { normalizeUserId, userIdPattern } from '../domain/people/user.ts';
import { hourMs } from '../domain/time.ts';

/** The issuer whose access tokens people may send. */
export interface IssuerSettings {
  /** As the issuer writes it in its tokens, with or without a trailing slash. */
  readonly issuer: string;
  /** Values of `aud`, or of `client_id` in tokens without `aud` (Cognito's), one of which a token must have. */
  readonly audience: readonly string[];
  /** The claim that names the user; where it is `email`, `email_verified` must be true. */
  readonly userClaim: string;
}

export interface TokenVerifier {
  /**
   * @returns the userId that an access token names; null for a token that is not valid
   * @throws where the issuer's keys cannot be had: that says nothing about the token
   */
  verify(token: string): Promise<string | null>;
}

type Claims = Readonly<Record<string, unknown>>;

/** Discovery, keys and DynamoDB must together stay within the authorizer's timeout of 5 s. */
const fetchTimeoutMs = 1_500;

/** How long the issuer's keys count, and where they are: a key that it has withdrawn does no longer. */
const maxAgeMs = hourMs;

/**
 * Verifies access tokens (JWT, RFC 9068 where the issuer follows it) of any OpenID Connect issuer.
 *
 * @param now epoch milliseconds
 */
export function createTokenVerifier(settings: IssuerSettings, now: () => number): TokenVerifier {
  let verifier: Promise<ReturnType<typeof createVerifier>> | undefined;
  let expiresAtMs = 0;

  async function discovered(): Promise<ReturnType<typeof createVerifier>> {
    if (verifier === undefined || now() >= expiresAtMs) {
      expiresAtMs = now() + maxAgeMs;
      verifier = discover(settings.issuer).then((jwksUri) => createVerifier(settings, jwksUri));
    }
    const asked = verifier;
    try {
      return await asked;
    } catch (error) {
      if (verifier === asked) verifier = undefined;
      throw error;
    }
  }

  return {
    async verify(token) {
      if (!claimsIssuer(token, settings.issuer)) return null;
      const known = await discovered();
      try {
        return userOf(await known.verify(token), settings);
      } catch (error) {
        if (error instanceof JwtBaseError || error instanceof InvalidClaim) return null;
        throw error;
      }
    },
  };
}

/** Not the issuer's fault and not ours: the token's. */
class InvalidClaim extends Error {
  override readonly name = 'InvalidClaim';
}

function createVerifier({ issuer, audience }: IssuerSettings, jwksUri: string) {
  return JwtVerifier.create(
    {
      issuer,
      jwksUri,
      // Checked below, since Cognito's access tokens have `client_id` in its place.
      audience: null,
      customJwtCheck: ({ header, payload }) => {
        if (unknownHeaders.some((name) => name in header)) throw new InvalidClaim('a header of another kind');
        if (!isAccessToken(header, payload)) throw new InvalidClaim('not an access token');
        if (typeof payload.exp !== 'number') throw new InvalidClaim('no expiry');
        if (!isFor(audience, payload)) throw new InvalidClaim('another audience');
      },
    },
    { jwksCache: new SimpleJwksCache({ fetcher: { fetch: fetchBytes } }) },
  );
}

/** Without a look at the signature: a token that does not even claim to be the issuer's is not worth asking it. */
function claimsIssuer(token: string, issuer: string): boolean {
  try {
    return decomposeUnverifiedJwt(token).payload.iss === issuer;
  } catch {
    return false;
  }
}

/** RFC 8414 and OpenID Connect Discovery, section 4. */
async function discover(issuer: string): Promise<string> {
  const bytes = await fetchBytes(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const document = JSON.parse(Buffer.from(bytes).toString('utf8')) as Claims;
  if (document['issuer'] !== issuer || typeof document['jwks_uri'] !== 'string') {
    throw new Error('the issuer does not describe itself under its own name');
  }
  return document['jwks_uri'];
}

async function fetchBytes(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, { signal: AbortSignal.timeout(fetchTimeoutMs), redirect: 'error' });
  if (!response.ok) throw new Error(`the issuer answered ${response.status}`);
  return await response.arrayBuffer();
}

/** They change what the parts of a token mean (RFC 7515, 7516, 7797); no access token needs one. */
const unknownHeaders = ['crit', 'b64', 'zip'];

/** What only identity tokens carry (OpenID Connect Core, sections 2 and 3.3.2.11). */
const identityClaims = ['nonce', 'at_hash', 'c_hash'];

/**
 * An identity token tells a client who signed in; it opens no API. Issuers mark the kind in different places:
 * Cognito in `token_use`, Keycloak in the claim `typ`, RFC 9068 in the header.
 */
function isAccessToken(header: object, payload: Claims): boolean {
  const { typ } = header as { typ?: unknown };
  const isJwt = typ === undefined || (typeof typ === 'string' && /^(application\/)?(at\+)?jwt$/i.test(typ));
  const isMarkedOtherwise =
    (payload['token_use'] !== undefined && payload['token_use'] !== 'access') || payload['typ'] === 'ID';
  return isJwt && !isMarkedOtherwise && identityClaims.every((claim) => payload[claim] === undefined);
}

function isFor(audience: readonly string[], { aud, client_id: clientId }: Claims): boolean {
  const named = aud === undefined ? [clientId] : Array.isArray(aud) ? aud : [aud];
  return named.some((name) => typeof name === 'string' && audience.includes(name));
}

function userOf(payload: Claims, { userClaim }: IssuerSettings): string {
  const claim = payload[userClaim];
  if (typeof claim !== 'string' || !userIdPattern.test(claim)) throw new InvalidClaim('no user');
  const isVerified = payload['email_verified'] === true || payload['email_verified'] === 'true';
  if (userClaim === 'email' && !isVerified) throw new InvalidClaim('the address is not verified');
  return normalizeUserId(claim);
}
