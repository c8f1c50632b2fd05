import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is tried, what is sent for it, and the answer that it must get: a status, with the code of a refusal. */
export type Attempt<Sent> = readonly [what: string, sent: Sent, answer: string];

const counts = new Map<string, number>();
let current = '';

/** A kind of way in, with the attempts that `body` makes. */
export function wayIn(name: string, body: () => void): void {
  current = name;
  counts.set(name, 0);
  describe(name, body);
}

/** A test for each attempt; each is one of those that SECURITY.md counts. */
export function attempts<Sent>(
  about: string,
  rows: readonly Attempt<Sent>[],
  send: (sent: Sent) => Promise<string>,
): void {
  counts.set(current, (counts.get(current) ?? 0) + rows.length);
  describe(about, () => {
    test.each(rows)('%s', async (_, sent, answer) => {
      expect(await send(sent)).toBe(answer);
    });
  });
}

/** Attempts that must all get the same answer, by what is tried. */
export function all<Sent>(answer: string, sent: Readonly<Record<string, Sent>>): Attempt<Sent>[] {
  return Object.entries(sent).map(([what, each]) => [what, each, answer]);
}

/** Status and code of an answer of the API. */
export function shownAs({ status, body }: { readonly status: number; readonly body: any }): string {
  return status < 400 ? String(status) : `${status} ${body?.code}`;
}

/** How many attempts have been written down, by the kind of way in. */
export function countedAttempts(): Record<string, number> {
  return Object.fromEntries(counts);
}

/** How many SECURITY.md says that there are, and `all` of them. */
export function statedAttempts(): Record<string, number> {
  const text = readFileSync(join(import.meta.dirname, '../../SECURITY.md'), 'utf8');
  const rows = text.matchAll(/^\| +([\w’ -]+?) +\|.*\| +([\d,]+) +\|$/gm);
  return Object.fromEntries(
    [...rows].map(([, name = '', count = '']) => [name, Number(count.replace(',', ''))]),
  );
}
