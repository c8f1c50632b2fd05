/** The credential that a call carries, told apart by shape alone. */
export type CallerCredential =
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'refused'; readonly code: 'UNAUTHENTICATED' | 'TOKEN_INVALID' | 'API_KEY_INVALID' };

/** The shape of a key of whatever deployment; what has another cannot be one, and nobody needs to be asked about it. */
const keyShape = /^[a-z][a-z0-9]{1,5}_[0-9A-Za-z]{49}$/;

/**
 * Finds the one credential, as Latchkey does for its own API: more than one, even equal ones, is as none. Access tokens of
 * people cannot be verified for others.
 *
 * @param authorizations every value of `Authorization`; several that were joined by a comma are several
 * @param apiKeys every value of `X-Api-Key`
 */
export function findCredential(
  authorizations: readonly string[],
  apiKeys: readonly string[],
): CallerCredential {
  const sent = [...authorizations, ...apiKeys];
  const [value] = sent;
  if (value === undefined || sent.length > 1 || value.includes(','))
    return { kind: 'refused', code: 'UNAUTHENTICATED' };
  if (apiKeys.length === 1) return classify(value, false);
  const [, scheme, text] = /^(bearer|apitoken) +(\S+) *$/i.exec(value) ?? [];
  return text === undefined
    ? { kind: 'refused', code: 'API_KEY_INVALID' }
    : classify(text, scheme?.toLowerCase() === 'bearer');
}

function classify(text: string, mayBeToken: boolean): CallerCredential {
  if (keyShape.test(text)) return { kind: 'api-key', key: text };
  const isToken = mayBeToken && text.split('.').length === 3;
  return { kind: 'refused', code: isToken ? 'TOKEN_INVALID' : 'API_KEY_INVALID' };
}
