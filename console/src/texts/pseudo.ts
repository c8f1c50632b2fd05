const accents: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  y: 'ý',
  c: 'ç',
  n: 'ñ',
  s: 'š',
  z: 'ž',
  d: 'ð',
  r: 'ř',
  t: 'ţ',
  l: 'ł',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
  Y: 'Ý',
  C: 'Ç',
  N: 'Ñ',
  S: 'Š',
  Z: 'Ž',
  D: 'Ð',
  R: 'Ř',
  T: 'Ţ',
  L: 'Ł',
};

/** A text that reads as before, a third longer and in brackets: what stands without them is in no catalogue. */
export function pseudoText(text: string): string {
  const accented = text.replace(/[a-z]/gi, (letter) => accents[letter] ?? letter);
  return `[${accented}${'~'.repeat(Math.ceil(text.length / 3))}]`;
}

/** A catalogue with pseudo-texts in the place of all texts. */
export function pseudoCatalogue<T>(catalogue: T): T {
  const translate = (value: unknown): unknown => {
    if (typeof value === 'string') return pseudoText(value);
    if (typeof value === 'function') return (...given: unknown[]) => pseudoText(String(value(...given)));
    return Object.fromEntries(Object.entries(value as object).map(([name, each]) => [name, translate(each)]));
  };
  return translate(catalogue) as T;
}
