import type { Plaintext } from '../contract/brands.ts';
import { isWellFormedSecret } from '../domain/keys/secret.ts';

/** The credential that a request carries, told apart by shape alone. */
export type RequestCredential =
  | { readonly kind: 'none' | 'several' | 'malformed' }
  | { readonly kind: 'api-key'; readonly plaintext: Plaintext }
  | { readonly kind: 'jwt'; readonly token: string };

/** Header name → every value it was sent with, as API Gateway's `multiValueHeaders`. */
export type HeaderValues = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * Finds the one credential among `Authorization` (Bearer or ApiToken, scheme in any case) and `X-Api-Key`.
 * More than one, even equal ones or a repeated header, is `several`.
 */
export function findCredential(headers: HeaderValues, prefixes: readonly string[]): RequestCredential {
  const authorization = valuesOf(headers, 'authorization');
  const apiKey = valuesOf(headers, 'x-api-key');
  const total = authorization.length + apiKey.length;
  if (total === 0) return { kind: 'none' };
  if (total > 1) return { kind: 'several' };
  return authorization[0] === undefined
    ? classify(apiKey[0] ?? '', prefixes, false)
    : fromAuthorization(authorization[0], prefixes);
}

function fromAuthorization(value: string, prefixes: readonly string[]): RequestCredential {
  const match = /^(bearer|apitoken) +([^\s,]+) *$/i.exec(value);
  if (match?.[2] === undefined) return { kind: 'malformed' };
  return classify(match[2], prefixes, match[1]?.toLowerCase() === 'bearer');
}

function classify(text: string, prefixes: readonly string[], mayBeJwt: boolean): RequestCredential {
  if (isWellFormedSecret(text, prefixes)) return { kind: 'api-key', plaintext: text };
  const looksLikeKey = prefixes.some((prefix) => text.startsWith(`${prefix}_`));
  if (mayBeJwt && !looksLikeKey && text.split('.').length === 3) return { kind: 'jwt', token: text };
  return { kind: 'malformed' };
}

function valuesOf(headers: HeaderValues, name: string): readonly string[] {
  return Object.entries(headers).flatMap(([header, values]) =>
    header.toLowerCase() === name ? (values ?? []) : [],
  );
}
