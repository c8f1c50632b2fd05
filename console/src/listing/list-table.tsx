import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { texts } from '../texts/texts.ts';
import { ListPreferences, type ColumnChoice } from './list-preferences.tsx';
import { NothingListed, type NothingTexts } from './nothing-listed.tsx';
import { Pages } from './pages.tsx';
import type { Paging } from './paging.ts';
import { SearchProgress } from './search-progress.tsx';
import type { ListPage } from './use-page.ts';

export interface ListTableProps<Item> {
  readonly title: string;
  readonly detail?: string;
  /** How many are selected. */
  readonly counter?: string;
  /** What begins something new; left out where somebody may not. */
  readonly action?: ReactNode;
  /** What else can be done, beside that. */
  readonly others?: ReactNode;
  readonly page: ListPage<Item>;
  readonly paging: Paging;
  /** Shows another part of the same list. */
  readonly turn: (to: Paging) => void;
  readonly trackBy: TableProps.TrackBy<Item>;
  readonly columns: readonly TableProps.ColumnDefinition<Item>[];
  readonly columnChoice?: ColumnChoice;
  readonly filters?: ReactNode;
  /** Takes all filters away; left out where there are none. */
  readonly clear?: (() => void) | undefined;
  readonly empty: NothingTexts;
  /** @default 'full-page' */
  readonly variant?: 'full-page' | 'container';
  /** Selection and order. */
  readonly table?: Partial<TableProps<Item>>;
}

/** A page of a list that the server keeps in order. */
export function ListTable<Item>(props: ListTableProps<Item>) {
  const { title, detail, counter, action, others, page, paging, turn, columnChoice, filters } = props;
  const { variant = 'full-page', table = {} } = props;
  const isWholePage = variant === 'full-page';
  return (
    <Table
      variant={variant}
      stickyHeader={isWholePage}
      wrapLines
      trackBy={props.trackBy}
      items={page.items}
      columnDefinitions={props.columns}
      loading={page.state === 'loading' || page.isFormer}
      loadingText={texts.states.loading}
      {...table}
      ariaLabels={{ tableLabel: title, ...table.ariaLabels }}
      header={
        <Header
          variant={isWholePage ? 'awsui-h1-sticky' : 'h2'}
          {...(detail !== undefined && { description: detail })}
          {...(counter !== undefined && { counter })}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="refresh" ariaLabel={texts.listing.refresh} onClick={page.refresh} />
              {others}
              {action}
            </SpaceBetween>
          }
        >
          {title}
        </Header>
      }
      filter={
        <SpaceBetween size="xs">
          {filters}
          <SearchProgress page={page} />
        </SpaceBetween>
      }
      pagination={<Pages paging={paging} page={page} turn={turn} />}
      preferences={<ListPreferences paging={paging} turn={turn} columns={columnChoice} />}
      empty={<NothingListed page={page} clear={props.clear} texts={props.empty} action={action} />}
    />
  );
}
