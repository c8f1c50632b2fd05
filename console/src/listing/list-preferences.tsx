import CollectionPreferences from '@cloudscape-design/components/collection-preferences';
import { formatNumber } from '../texts/formats.ts';
import { texts } from '../texts/texts.ts';
import { defaultPageSize, type Paging, pageSizes, sized } from './paging.ts';

/** Columns to choose from, and those that are shown. */
export interface ColumnChoice {
  readonly all: readonly { readonly id: string; readonly label: string; readonly isFixed: boolean }[];
  readonly shown: readonly string[];
  readonly choose: (shown: readonly string[]) => void;
}

interface ListPreferencesProps {
  readonly paging: Paging;
  /** Shows another part of the same list. */
  readonly turn: (to: Paging) => void;
  readonly columns?: ColumnChoice | undefined;
}

/** How many items a page has, and which columns. */
export function ListPreferences({ paging, turn, columns }: ListPreferencesProps) {
  const { preferences } = texts.listing;
  const { size = defaultPageSize } = paging;
  return (
    <CollectionPreferences
      title={preferences.title}
      confirmLabel={preferences.confirm}
      cancelLabel={preferences.cancel}
      preferences={{ pageSize: size, ...(columns && { visibleContent: columns.shown }) }}
      pageSizePreference={{
        title: preferences.pageSize,
        options: pageSizes.map((value) => ({ value, label: preferences.pageSizes(formatNumber(value)) })),
      }}
      {...(columns && {
        visibleContentPreference: {
          title: preferences.columns,
          options: [
            {
              label: preferences.columns,
              options: columns.all.map(({ id, label, isFixed }) => ({ id, label, editable: !isFixed })),
            },
          ],
        },
      })}
      onConfirm={({ detail }) => {
        if (detail.visibleContent !== undefined) columns?.choose(detail.visibleContent);
        if (detail.pageSize !== size) turn(sized(detail.pageSize));
      }}
    />
  );
}
