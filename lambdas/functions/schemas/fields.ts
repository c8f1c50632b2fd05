import * as z from 'zod';
import { apiKeyTypes } from '../../contract/api-key.ts';
import { isLabel } from '../../domain/label.ts';
import { userIdPattern } from '../../domain/people/user.ts';
import { describeIssue } from '../../gateway/describe-issue.ts';
import { hasUnseen } from '../../domain/unseen-characters.ts';

const visibleCharacter = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** JSON Schema counts characters as code points (RFC 8259); JavaScript's length does not. */
function isAtMost(text: string, characters: number): boolean {
  return text.length <= characters || [...text].length <= characters;
}

const unseenError = { error: 'Must not contain control characters or invisible ones' };

/** Text of one line. */
export const lineField = z.string().refine((text) => !hasUnseen(text), unseenError);

/** Text that may have line breaks and tabs. */
export const linesField = z.string().refine((text) => !hasUnseen(text.replace(/[\n\t]/g, '')), unseenError);

/** A name people read: trimmed, 1–256 characters, at least one of them visible, none that nobody sees. */
export const nameField = z
  .string()
  .transform((text) => text.trim())
  .refine((text) => visibleCharacter.test(text), { error: 'Must not be empty', abort: true })
  .refine((text) => isAtMost(text, 256), { error: 'Must be 256 characters at most', abort: true })
  .pipe(lineField)
  .describe(
    '1 to 256 characters, one of them visible, none of them a control character, nor invisible but for ZWJ and ZWNJ; ' +
      'spaces around it are dropped',
  );

export const descriptionField = linesField
  .refine((text) => isAtMost(text, 256), { error: 'Must be 256 characters at most' })
  .meta({
    maxLength: 256,
    description: 'No control characters but line breaks and tabs, none that are invisible but ZWJ and ZWNJ',
  });

export const userIdField = z.string().regex(userIdPattern, {
  error: "Must be 3 to 256 characters of A–Z a–z 0–9 . _ + @ | : ' -",
});

export const keyTypeField = z
  .enum(apiKeyTypes)
  .describe('A key of type `end-user` can use /me, /scopes and /verify of this API, and no other route');

/** Part of a key of a map: a project, a module, an environment, a metadata name. */
export const labelField = z
  .string()
  .refine(isLabel, {
    error: 'Must be 1 to 128 characters without control characters or invisible ones',
  })
  .meta({ minLength: 1, maxLength: 128 });

export const timestampField = z.iso.datetime({ precision: 3 });

export const momentField = z.iso.datetime({ offset: true });

export const momentOrDateField = z.union([momentField, z.iso.date()], {
  error: 'Must be a date (YYYY-MM-DD) or an ISO-8601 timestamp with a time zone',
});

/** `true` or `false` in a query. */
export const flagField = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .pipe(z.boolean());

/** Values one of which a query asks for. */
const maxValues = 20;

/** Different values of a query, with commas between them; what is wrong is said of the field, not of its parts. */
export function severalOf<Value>(value: z.ZodType<Value, string>) {
  const values = z.array(value).min(1).max(maxValues);
  return z
    .string()
    .transform((text, context) => {
      const all = text.split(',');
      if (all.length > maxValues) {
        context.addIssue({ code: 'custom', message: `Must be ${maxValues} values at most` });
        return z.NEVER;
      }
      const [wrong] = all.flatMap(
        (each) => value.safeParse(each, { error: describeIssue }).error?.issues ?? [],
      );
      if (wrong !== undefined) {
        context.addIssue({ code: 'custom', message: wrong.message });
        return z.NEVER;
      }
      return [...new Set(all)];
    })
    .pipe(values);
}

export const searchField = z.string().max(256);
