/** What a link can fill in: the limits that leave a key what it used. It is read once, and never submits. */
export interface EditSearch {
  readonly narrow?: 'used';
}

export function readEditSearch({ narrow }: Readonly<Record<string, unknown>>): EditSearch {
  return narrow === 'used' ? { narrow } : {};
}
