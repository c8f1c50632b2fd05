/**
 * Characters that nobody sees: those that control a terminal (C0, C1), and formats, which turn text around or hide in
 * it (Unicode's Cc and Cf). Two formats are no secret: ZWNJ and ZWJ, which Persian, Hindi and emoji are written with.
 */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu;

export function hasUnseen(text: string): boolean {
  return text.search(unseen) !== -1;
}

export function withoutUnseen(text: string): string {
  return text.replace(unseen, '');
}
