/**
 * Calls `giveUp` after so many milliseconds, and not before what has come by then was read: where the processor was
 * taken away meanwhile, a timer is due before the bytes that lie ready (Node runs timers, then reads, then immediates),
 * and an answer that is there is better than none.
 *
 * @returns what calls it off
 */
export function afterPatience(ms: number, giveUp: () => void): () => void {
  let reading: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => (reading = setImmediate(giveUp)), ms);
  return () => {
    clearTimeout(timer);
    clearImmediate(reading);
  };
}
