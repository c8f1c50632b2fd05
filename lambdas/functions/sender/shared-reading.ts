/**
 * A reading that those share who ask for it at the same time: nobody is given what was being read before they asked. Under
 * way is one at most, and one more waits for its end.
 *
 * @returns reads, as new as one's own reading would be; it throws what the reading has thrown
 */
export function shareReading<T>(read: () => Promise<T>): () => Promise<T> {
  let current: Promise<unknown> | null = null;
  let next: Promise<T> | null = null;

  function begin(): Promise<T> {
    next = null;
    const reading = read();
    const end = reading.then(
      () => {},
      () => {},
    );
    current = end;
    void end.then(() => {
      if (current === end) current = null;
    });
    return reading;
  }

  return () => {
    if (next !== null) return next;
    if (current === null) return begin();
    next = current.then(begin);
    return next;
  };
}
