/** Milliseconds for which refusals that are like a printed one are counted only. */
const intervalMs = 10_000;
/** Kinds of refusals that are remembered; when they are more, all counts are lost. */
const maxRemembered = 1_000;

/**
 * Says whether a refusal is printed: the first of a kind is, and the next one after ten seconds, with the number of
 * those that were counted in between. So a key that is refused again and again costs a line in ten seconds, and its
 * owner sees it at once. What was counted since the last line goes with the container, if no other refusal of the kind
 * comes to it.
 *
 * @returns null where it is only counted
 */
export function createRefusalCounter(now: () => number): (kind: string) => number | null {
  const kinds = new Map<string, { readonly sinceMs: number; counted: number }>();
  return (kind) => {
    const sinceMs = now();
    const known = kinds.get(kind);
    if (known !== undefined && sinceMs - known.sinceMs < intervalMs) {
      known.counted += 1;
      return null;
    }
    if (kinds.size >= maxRemembered) kinds.clear();
    kinds.set(kind, { sinceMs, counted: 0 });
    return known?.counted ?? 0;
  };
}
