import * as z from 'zod';
import { apiKeyTypes } from '../../contract/api-key.ts';
import { userIdPattern } from '../../domain/people/user.ts';

const controlCharacter = /\p{Cc}/u;
const controlButLineBreak = /(?![\n\t])\p{Cc}/u;
const visibleCharacter = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** JSON Schema counts characters as code points (RFC 8259); JavaScript's length does not. */
function isAtMost(text: string, characters: number): boolean {
  return text.length <= characters || [...text].length <= characters;
}

/** A name people read: trimmed, 1–256 characters, at least one of them visible, no control characters. */
export const nameField = z
  .string()
  .transform((text) => text.trim())
  .refine((text) => visibleCharacter.test(text), { error: 'Must not be empty', abort: true })
  .refine((text) => isAtMost(text, 256), { error: 'Must be 256 characters at most', abort: true })
  .refine((text) => !controlCharacter.test(text), { error: 'Must not contain control characters' })
  .describe('1 to 256 characters, one of them visible; spaces around it are dropped');

export const descriptionField = z
  .string()
  .refine((text) => isAtMost(text, 256), { error: 'Must be 256 characters at most', abort: true })
  .refine((text) => !controlButLineBreak.test(text), { error: 'Must not contain control characters' })
  .meta({ maxLength: 256 });

export const userIdField = z.string().regex(userIdPattern, {
  error: "Must be 3 to 256 characters of A–Z a–z 0–9 . _ + @ | : ' -",
});

export const keyTypeField = z
  .enum(apiKeyTypes)
  .describe('A key of type `end-user` can use /me, /scopes and /verify of this API, and no other route');

/** Part of a key of a map: a project, a module, an environment, a metadata name. */
export const labelField = z
  .string()
  .refine(
    (text) =>
      text.trim() !== '' && text !== '__proto__' && isAtMost(text, 128) && !controlCharacter.test(text),
    { error: 'Must be 1 to 128 characters without control characters' },
  )
  .meta({ minLength: 1, maxLength: 128 });

export const timestampField = z.iso.datetime({ precision: 3 });

export const momentField = z.iso.datetime({ offset: true });

export const momentOrDateField = z.union([momentField, z.iso.date()], {
  error: 'Must be a date (YYYY-MM-DD) or an ISO-8601 timestamp with a time zone',
});

export const searchField = z.string().max(256);
