import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';
import { pageSizes } from './search.ts';

interface PreferencesProps {
  /** All there are, with those that are shown. */
  readonly columns: readonly { readonly id: string; readonly label: string }[];
  readonly shown: readonly string[];
  readonly size: number;
  readonly choose: (shown: readonly string[], size: number) => void;
}

/** How many keys a page has, and which columns. */
export function Preferences({ columns, shown, size, choose }: PreferencesProps) {
  const { preferences } = texts.keys;
  return (
    <CollectionPreferences
      title={preferences.title}
      confirmLabel={preferences.confirm}
      cancelLabel={preferences.cancel}
      preferences={{ pageSize: size, visibleContent: shown }}
      pageSizePreference={{
        title: preferences.pageSize,
        options: pageSizes.map((value) => ({ value, label: preferences.pageSizes(formatNumber(value)) })),
      }}
      visibleContentPreference={{
        title: preferences.columns,
        options: [
          {
            label: preferences.columns,
            options: columns.map(({ id, label }) => ({ id, label, editable: id !== 'name' })),
          },
        ],
      }}
      onConfirm={({ detail }) => choose(detail.visibleContent ?? shown, detail.pageSize ?? size)}
    />
  );
}
