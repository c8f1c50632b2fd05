const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const time = '(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d|60)';
const month = `(?<month>${months.join('|')})`;
/** The three forms that a recipient has to take: of today, of RFC 850, and of asctime in C. */
const forms = [
  new RegExp(`^[A-Z][a-z]{2}, (?<day>\\d\\d) ${month} (?<year>\\d{4}) ${time} GMT$`),
  new RegExp(`^[A-Z][a-z]{5,8}, (?<day>\\d\\d)-${month}-(?<shortYear>\\d\\d) ${time} GMT$`),
  new RegExp(`^[A-Z][a-z]{2} ${month} (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})$`),
];

/**
 * The moment of an HTTP date (RFC 9110, section 5.6.7), in milliseconds since the epoch; null for what is none.
 *
 * @param now a year of two digits is the one that is at most 50 years after it
 */
export function parseHttpDate(text: string, now: number): number | null {
  const fields = forms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (fields === undefined) return null;
  const numberOf = (name: string) => Number(fields[name]);
  const [day, at] = [numberOf('day'), months.indexOf(fields['month'] ?? '')];
  const year = fields['shortYear'] === undefined ? numberOf('year') : wholeYear(numberOf('shortYear'), now);
  const start = new Date(0);
  start.setUTCFullYear(year, at, day);
  const isDay = start.getUTCDate() === day && start.getUTCMonth() === at;
  const seconds = numberOf('hour') * 3_600 + numberOf('minute') * 60 + numberOf('second');
  return isDay ? start.getTime() + seconds * 1_000 : null;
}

function wholeYear(shortYear: number, now: number): number {
  const latest = new Date(now).getUTCFullYear() + 50;
  return latest - ((((latest - shortYear) % 100) + 100) % 100);
}
