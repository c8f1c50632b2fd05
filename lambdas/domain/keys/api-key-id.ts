import type { ApiKeyId } from '../../contract/brands.ts';
import type { Random } from '../ports.ts';

const pattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** True for what the id of a key can be: a UUID in lower case (RFC 9562). */
export function isApiKeyId(value: unknown): value is ApiKeyId {
  return typeof value === 'string' && pattern.test(value);
}

export function newApiKeyId(random: Pick<Random, 'uuid'>): ApiKeyId {
  return random.uuid() as ApiKeyId;
}
