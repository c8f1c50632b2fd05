/** Tells an operator how far a long step is. */
export interface Progress {
  /** So many of a step are done; told once a second at most. */
  show(step: string, done: number, total?: number): void;
  /** A step is done. */
  end(step: string, done: number): void;
}

const intervalMs = 1_000;

/** @param write gets whole lines, without their end */
export function progressTo(write: (line: string) => void, now: () => number): Progress {
  let last = now();
  return {
    show(step, done, total) {
      if (now() - last < intervalMs) return;
      last = now();
      write(total === undefined ? `${step}: ${done}` : `${step}: ${done} of ${total}`);
    },
    end: (step, done) => write(`${step}: ${done}`),
  };
}
