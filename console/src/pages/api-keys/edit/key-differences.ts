import type { ApiKey, ApiKeyChanges } from '@latchkey/client';
import type { Difference } from '../../../forms/changed-meanwhile.tsx';
import { rightLines } from '../../../permissions/right-lines.ts';
import { formatUtc } from '../../../texts/formats.ts';
import { texts } from '../../../texts/texts.ts';

/** One field in words: of the key itself, and of what is to become of it. */
interface Field {
  readonly label: string;
  readonly of: (key: ApiKey) => string;
  /** Undefined where it is left as it is. */
  readonly changed: (changes: ApiKeyChanges) => string | undefined;
}

/**
 * What somebody else has changed since a key was opened, and what is changed here.
 *
 * @param opened the key as the form began with it
 */
export function differencesOf(opened: ApiKey, theirs: ApiKey, mine: ApiKeyChanges): readonly Difference[] {
  return fields().flatMap(({ label, of, changed }) => {
    const [former, now, wanted] = [of(opened), of(theirs), changed(mine)];
    const isSame = wanted === undefined && now === former;
    return isSame ? [] : [{ field: label, former, theirs: now, mine: wanted ?? texts.meanwhile.notChanged }];
  });
}

function fields(): readonly Field[] {
  const { form } = texts.apiKey;
  return [
    field('name', form.name, (name) => name),
    field('description', form.description, (description) => description),
    field('type', form.type, (type) => texts.keys.types[type]),
    field('scopes', form.scopes, (scopes) => lines(scopes) ?? form.allScopes),
    field('accessRights', form.rights, (rights) => lines(rights && rightLines(rights)) ?? form.allRights),
    field('rateLimitTier', form.tierLabel, (tier) => tier),
    field('allowedIps', form.addresses, (addresses) => lines(addresses) ?? ''),
    field('metadata', form.metadata, (metadata) =>
      Object.entries(metadata)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
    ),
    {
      label: form.expiry,
      of: ({ expiresAt }) => momentOf(expiresAt),
      changed: ({ expiresAt, expiresIn }) => {
        if (expiresIn !== undefined) return expiryIn(expiresIn);
        return expiresAt === undefined ? undefined : momentOf(expiresAt);
      },
    },
  ];
}

type Shared = keyof ApiKey & keyof ApiKeyChanges;

function field<Name extends Shared>(name: Name, label: string, show: (value: ApiKey[Name]) => string): Field {
  return {
    label,
    of: (key) => show(key[name]),
    changed: (changes) => {
      const value = changes[name];
      return value === undefined ? undefined : show(value as ApiKey[Name]);
    },
  };
}

function lines(values: readonly string[] | null): string | null {
  return values && [...values].toSorted((a, b) => a.localeCompare(b)).join('\n');
}

function momentOf(expiresAt: string | null): string {
  return expiresAt === null ? texts.apiKey.form.expiries.never : formatUtc(expiresAt);
}

function expiryIn(expiresIn: string): string {
  const { expiries } = texts.apiKey.form;
  return Object.hasOwn(expiries, expiresIn) ? expiries[expiresIn as keyof typeof expiries] : expiresIn;
}
