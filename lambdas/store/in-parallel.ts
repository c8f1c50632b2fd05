/**
 * Runs one call for each item, some at a time, in the items' order.
 *
 * @throws what the first failed call has thrown; no more are begun then
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  call: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const entries = items.entries();
  let hasFailed = false;
  const lane = async () => {
    for (const [at, item] of entries) {
      if (hasFailed) return;
      try {
        results[at] = await call(item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  return results;
}
