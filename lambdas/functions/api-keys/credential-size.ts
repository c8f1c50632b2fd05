import { maxCredentialBytes } from '../../contract/credential-items.ts';
import type { ApiKeyFields } from '../../domain/keys/api-key.ts';
import { invalid } from '../../domain/problem.ts';

/** Room for the fields of bounded length: ids, the name, times. */
const boundedBytes = 1_700;

type Restriction = Pick<ApiKeyFields, 'scopes' | 'accessRights' | 'allowedIps'>;

/** @throws Problem `INVALID` naming the larger of `scopes` and `accessRights` of a credential beyond 4 KB */
export function checkCredentialSize({ scopes, accessRights, allowedIps }: Restriction): void {
  const bytes = { scopes: bytesOf(scopes), accessRights: bytesOf(accessRights) };
  const available = maxCredentialBytes - boundedBytes - bytesOf(allowedIps);
  if (bytes.scopes + bytes.accessRights <= available) return;
  const field = bytes.scopes > bytes.accessRights ? 'scopes' : 'accessRights';
  throw invalid(field, `Scopes and access rights of this key may take ${available} bytes of JSON together`);
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
