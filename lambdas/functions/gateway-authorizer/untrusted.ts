/** What of an event may be missing, or of any type: whoever may invoke the function can send what they like. */
export type Untrusted<T> = { readonly [Member in keyof T]?: unknown };

/** None for what has no members. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The members that are texts. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  const members = membersOf(value);
  if (areTexts(members)) return members;
  const texts = Object.entries(members).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}

function areTexts(members: Readonly<Record<string, unknown>>): members is Readonly<Record<string, string>> {
  return Object.values(members).every((member) => typeof member === 'string');
}

export function textOr<T extends string | null>(value: unknown, fallback: T): string | T {
  return typeof value === 'string' ? value : fallback;
}

export function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
