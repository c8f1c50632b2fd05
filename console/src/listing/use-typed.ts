import { useEffect, useState } from 'react';

/** Asked after a pause: not with each letter. */
const pauseMs = 300;

/** What is typed, and how it is set; `change` hears of it once nothing more comes. The address changes it, too. */
export function useTyped(value: string, change: (text: string) => void) {
  const [typed, setTyped] = useState(value);
  const [former, setFormer] = useState(value);
  if (former !== value) {
    setFormer(value);
    if (typed.trim() !== value) setTyped(value);
  }
  const wanted = typed.trim();
  useEffect(() => {
    if (wanted === value) return undefined;
    const timer = setTimeout(() => change(wanted), pauseMs);
    return () => clearTimeout(timer);
  }, [wanted, value, change]);
  return [typed, setTyped] as const;
}
