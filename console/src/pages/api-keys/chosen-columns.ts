import { shownByDefault } from './columns.tsx';

const item = 'latchkey.api-key-columns';

/** The columns that somebody has chosen in this browser. */
export function readChosenColumns(): readonly string[] {
  const chosen = localStorage.getItem(item);
  return chosen === null ? shownByDefault : chosen.split(',');
}

export function keepChosenColumns(columns: readonly string[]): void {
  localStorage.setItem(item, columns.join(','));
}
