/** `1 key`, `2 keys`: a formatted number and a word whose plural has an s. */
export const numbered = (count: string, word: string): string =>
  `${count} ${word}${count === '1' ? '' : 's'}`;
