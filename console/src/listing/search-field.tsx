import TextFilter from '@cloudscape-design/components/text-filter';
import { useEffect, useState } from 'react';
import { texts } from '../texts/texts.ts';

/** Asked after a pause: not with each letter. */
const pauseMs = 300;

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (text: string) => void;
}

/** What is typed is asked for once nothing more comes; the address changes it, too. */
export function SearchField({ label, value, change }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const [former, setFormer] = useState(value);
  if (former !== value) {
    setFormer(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => change(typed), pauseMs);
    return () => clearTimeout(timer);
  }, [typed, value, change]);
  return (
    <TextFilter
      filteringText={typed}
      filteringPlaceholder={label}
      filteringAriaLabel={label}
      filteringClearAriaLabel={texts.listing.clearSearch}
      onChange={({ detail }) => setTyped(detail.filteringText)}
    />
  );
}
