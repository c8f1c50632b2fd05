/**
 * What spreadsheets take for a formula, also behind spaces, and in the wide letters of East Asia.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const formulaPattern = /^(?:[\t\r\n]|[\s\p{Cf}]*[=+\-@＝＋－＠])/u;

/** A cell of RFC 4180, always in quotes. What would be taken for a formula is made a text by an apostrophe. */
export function csvCell(value: string): string {
  const text = formulaPattern.test(value) ? `'${value}` : value;
  return `"${text.replaceAll('"', '""')}"`;
}

/** A line of cells, with its end. */
export function csvLine(values: readonly string[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}
