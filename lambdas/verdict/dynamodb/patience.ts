/** A wait that can be called off. */
export interface Patience {
  readonly cancel: () => void;
}

/**
 * Calls `giveUp` after so many milliseconds, and not before what has come by then was read: where the processor was
 * taken away meanwhile, a timer is due before the bytes that lie ready (Node runs timers, then reads, then
 * immediates), and an answer that is there is better than none.
 */
export function afterPatience(ms: number, giveUp: () => void): Patience {
  let immediate: NodeJS.Immediate | undefined;
  const timer = setTimeout(() => {
    immediate = setImmediate(giveUp);
  }, ms);
  return {
    cancel() {
      clearTimeout(timer);
      clearImmediate(immediate);
    },
  };
}
