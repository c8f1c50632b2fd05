/** The first so many of a list, which is not read any further; all of it where no number is given. */
export async function* first<T>(records: AsyncIterable<T>, count: number | undefined): AsyncGenerator<T> {
  let left = count ?? Infinity;
  for await (const record of records) {
    yield record;
    left -= 1;
    if (left <= 0) return;
  }
}
