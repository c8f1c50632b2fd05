import { randomInt } from 'node:crypto';

/** Which characters a generated value has: the defaults are those of Secrets Manager. */
export interface PasswordRules {
  readonly length: number;
  readonly excludedCharacters: string;
  readonly hasLowercase: boolean;
  readonly hasUppercase: boolean;
  readonly hasNumbers: boolean;
  readonly hasPunctuation: boolean;
  readonly hasSpace: boolean;
  /** At least one character of each kind that is not excluded. */
  readonly hasEachKind: boolean;
}

const lowercase = 'abcdefghijklmnopqrstuvwxyz';
const numbers = '0123456789';
/** As in the API reference, GetRandomPassword. */
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/**
 * A value as `GetRandomPassword` makes it.
 *
 * @throws Error where the rules leave no character, or more kinds than the value is long
 */
export function randomPassword(rules: PasswordRules): string {
  const kinds = [
    rules.hasLowercase ? lowercase : '',
    rules.hasUppercase ? lowercase.toUpperCase() : '',
    rules.hasNumbers ? numbers : '',
    rules.hasPunctuation ? punctuation : '',
    rules.hasSpace ? ' ' : '',
  ]
    .map((kind) => [...kind].filter((character) => !rules.excludedCharacters.includes(character)))
    .filter((kind) => kind.length > 0);
  const all = kinds.flat();
  const first = rules.hasEachKind ? kinds.map(pick) : [];
  if (all.length === 0) throw new Error('all characters of the secret are excluded');
  if (first.length > rules.length) throw new Error('the secret is too short for each kind of characters');
  const rest = Array.from({ length: rules.length - first.length }, () => pick(all));
  return shuffled([...first, ...rest]).join('');
}

function pick(characters: readonly string[]): string {
  return characters[randomInt(characters.length)] ?? '';
}

/** Else one could tell the kinds of the first characters. */
function shuffled(characters: readonly string[]): string[] {
  const left = [...characters];
  return characters.flatMap(() => left.splice(randomInt(left.length), 1));
}
