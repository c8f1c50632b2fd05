import { createHash } from 'node:crypto';

/** The form in which two names are the same: trimmed, NFKC, lower case. */
export function foldName(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}

/** Identifies a folded name in the table, whatever its length. */
export function hashName(name: string): string {
  return createHash('sha256').update(foldName(name)).digest('hex');
}
