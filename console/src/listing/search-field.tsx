import TextFilter from '@cloudscape-design/components/text-filter';
import { texts } from '../texts/texts.ts';
import { useTyped } from './use-typed.ts';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (text: string) => void;
}

/** Finds by a text, on the server. */
export function SearchField({ label, value, change }: SearchFieldProps) {
  const [typed, setTyped] = useTyped(value, change);
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
