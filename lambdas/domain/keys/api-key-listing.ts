import type { ApiKey } from './api-key.ts';
import { isIsoTime, isoTime } from '../time.ts';
import { isApiKeyId } from './api-key-id.ts';
import { foldName } from './name.ts';

export const sortFields = ['createdAt', 'name', 'expiresAt'] as const;

export interface ApiKeySort {
  readonly field: (typeof sortFields)[number];
  readonly descending: boolean;
}

/** Bytes of a sort key that the name may take; a DynamoDB index sort key holds 1,024 (AWS quota), the id 36 of them. */
const maxNameBytes = 900;

/** Sorts after every ISO-8601 timestamp, and before the text of every key without expiry. */
export const neverExpires = '~';

/** Lower than every character that a name can hold, so that `a` comes before `a!`. */
const separator = '\u0001';

/** The texts by whose byte order keys are listed; each ends with the id, which breaks ties. */
export function sortTexts(
  key: Pick<ApiKey, 'id' | 'name' | 'createdAt' | 'expiresAt'>,
): Record<ApiKeySort['field'], string> {
  return {
    createdAt: `${isoTime(key.createdAt)}${separator}${key.id}`,
    name: `${truncate(foldName(key.name))}${separator}${key.id}`,
    expiresAt: `${isoTime(key.expiresAt) ?? neverExpires}${separator}${key.id}`,
  };
}

/** True for what can be one of the `sortTexts` of a field, and for `neverExpires`, where keys without expiry begin. */
export function isSortText(field: ApiKeySort['field'], text: string): boolean {
  if (field === 'expiresAt' && text === neverExpires) return true;
  const at = text.lastIndexOf(separator);
  const value = text.slice(0, Math.max(at, 0));
  if (!isApiKeyId(text.slice(at + 1))) return false;
  if (field === 'name') return value !== '' && Buffer.byteLength(value) <= maxNameBytes;
  return isIsoTime(value) || (field === 'expiresAt' && value === neverExpires);
}

function truncate(text: string): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= maxNameBytes) return text;
  const cut = bytes.subarray(0, maxNameBytes).toString('utf8');
  return cut.endsWith('\ufffd') ? cut.slice(0, -1) : cut;
}
