import { useEffect, useState } from 'react';

const tickMs = 30_000;

/** The present, in milliseconds, as it goes on: what is relative to it stays true while a page is open. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
