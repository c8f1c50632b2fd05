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
  const authorizations: string[] = [];
  const apiKeys: string[] = [];
  for (const name of Object.keys(headers)) {
    const lowerCase = name.toLowerCase();
    if (lowerCase === 'authorization') authorizations.push(...(headers[name] ?? []));
    if (lowerCase === 'x-api-key') apiKeys.push(...(headers[name] ?? []));
  }
  const [authorization] = authorizations;
  const [apiKey] = apiKeys;
  if (authorizations.length + apiKeys.length > 1) return { kind: 'several' };
  if (authorization !== undefined) return fromAuthorization(authorization, prefixes);
  return apiKey === undefined ? { kind: 'none' } : classify(apiKey, prefixes, false);
}

function fromAuthorization(value: string, prefixes: readonly string[]): RequestCredential {
  const [, scheme, text] = /^(bearer|apitoken) +([^\s,]+) *$/i.exec(value) ?? [];
  if (text === undefined) return { kind: 'malformed' };
  return classify(text, prefixes, scheme?.toLowerCase() === 'bearer');
}

function classify(text: string, prefixes: readonly string[], mayBeJwt: boolean): RequestCredential {
  if (isWellFormedSecret(text, prefixes)) return { kind: 'api-key', plaintext: text };
  const looksLikeKey = prefixes.some((prefix) => text.startsWith(`${prefix}_`));
  if (mayBeJwt && !looksLikeKey && text.split('.').length === 3) return { kind: 'jwt', token: text };
  return { kind: 'malformed' };
}
