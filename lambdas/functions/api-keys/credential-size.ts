import { maxCredentialBytes } from '../../contract/credential-items.ts';
import type { ApiKeyFields } from '../../domain/keys/api-key.ts';
import { invalid } from '../../domain/problem.ts';

/** Room for the fields of a credential whose length is bounded: ids, the name (256 characters), times. */
const boundedBytes = 1_700;

/**
 * A credential must stay within one read unit, since the authorizer reads it on every call.
 *
 * @throws Problem `INVALID` naming the larger of `scopes` and `accessRights`
 */
export function checkCredentialSize({
  scopes,
  accessRights,
  allowedIps,
}: Pick<ApiKeyFields, 'scopes' | 'accessRights' | 'allowedIps'>): void {
  const bytes = { scopes: bytesOf(scopes), accessRights: bytesOf(accessRights) };
  const available = maxCredentialBytes - boundedBytes - bytesOf(allowedIps);
  if (bytes.scopes + bytes.accessRights <= available) return;
  const field = bytes.scopes > bytes.accessRights ? 'scopes' : 'accessRights';
  throw invalid(field, `Scopes and access rights of this key may take ${available} bytes of JSON together`);
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
