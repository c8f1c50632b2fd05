import type { ApiKey, ApiKeyChanges, NewApiKey } from '@latchkey/client';
import { narrowedTo } from '../../../permissions/narrowed.ts';
import { draftOf, type RightsDraft, rightsOf } from '../../../permissions/rights-draft.ts';
import { type ExpiryDraft, expiryOf } from './expiry.ts';

/** A key while somebody fills in its form. */
export interface KeyDraft {
  readonly name: string;
  readonly description: string;
  /** Empty for whoever has signed in. */
  readonly userId: string;
  readonly type: 'admin' | 'end-user';
  readonly expiry: ExpiryDraft;
  /** Null for whatever its user may do. */
  readonly scopes: readonly string[] | null;
  readonly rights: RightsDraft | null;
  /** Empty for the deployment's own. */
  readonly rateLimitTier: string;
  /** One a line, or with commas between them. */
  readonly allowedIps: string;
  readonly metadata: readonly MetadataPair[];
}

export interface MetadataPair {
  readonly name: string;
  readonly value: string;
}

/** The draft of a key that there is. */
export function draftOfKey(key: ApiKey): KeyDraft {
  return {
    name: key.name,
    description: key.description,
    userId: key.userId,
    type: key.type,
    expiry: { kind: 'kept' },
    scopes: key.scopes,
    rights: key.accessRights === null ? null : draftOf(key.accessRights),
    rateLimitTier: key.rateLimitTier,
    allowedIps: (key.allowedIps ?? []).join('\n'),
    metadata: Object.entries(key.metadata).map(([name, value]) => ({ name, value })),
  };
}

/** The draft of a key with no more than it used, where that is known. */
export function narrowedDraftOf(key: ApiKey): KeyDraft {
  if (key.used === null) return draftOfKey(key);
  const { scopes, accessRights } = narrowedTo(key.used, key);
  return draftOfKey({ ...key, scopes: scopes && [...scopes], accessRights });
}

/** @param userId whoever has signed in: for themselves, the user is left out */
export function newKeyOf(draft: KeyDraft, userId: string): NewApiKey {
  const { name, description, type, rateLimitTier } = draft;
  return {
    name: name.trim(),
    ...(description.trim() !== '' && { description }),
    ...(draft.userId !== '' && draft.userId !== userId && { userId: draft.userId }),
    type,
    scopes: draft.scopes === null ? null : [...draft.scopes],
    accessRights: draft.rights === null ? null : rightsOf(draft.rights),
    ...(rateLimitTier !== '' && { rateLimitTier }),
    allowedIps: addressesOf(draft),
    metadata: metadataOf(draft),
    ...expiryOf(draft.expiry),
  };
}

/** What the draft changes of a key, field by field; empty where it changes nothing. */
export function changesOf(draft: KeyDraft, key: ApiKey): ApiKeyChanges {
  const { userId: _, expiresAt, expiresIn, ...wanted } = newKeyOf(draft, key.userId);
  const all = { ...wanted, description: draft.description };
  const changed = Object.entries(all).filter(
    ([field, value]) => sorted(value) !== sorted(key[field as keyof ApiKey]),
  );
  return {
    ...Object.fromEntries(changed),
    ...(expiresAt !== undefined && expiresAt !== key.expiresAt && { expiresAt }),
    ...(expiresIn !== undefined && { expiresIn }),
  };
}

function addressesOf({ allowedIps }: KeyDraft): string[] | null {
  const addresses = allowedIps.split(/[\s,]+/).filter((address) => address !== '');
  return addresses.length === 0 ? null : addresses;
}

function metadataOf({ metadata }: KeyDraft): Record<string, string> {
  return Object.fromEntries(
    metadata
      .filter(({ name, value }) => name.trim() !== '' || value !== '')
      .map(({ name, value }) => [name.trim(), value]),
  );
}

/** A text that is the same for the same value, whatever the order of its members. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
