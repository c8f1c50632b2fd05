import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { Empty } from '../states/empty.tsx';
import { Failure } from '../states/failure.tsx';
import { texts } from '../texts/texts.ts';
import { Pages } from './pages.tsx';
import type { Paging } from './paging.ts';
import { SearchProgress } from './search-progress.tsx';
import type { ListPage } from './use-page.ts';

interface ListTableProps<Item> {
  readonly title: string;
  readonly detail?: string;
  /** What begins something new; left out where somebody may not. */
  readonly action?: ReactNode;
  readonly page: ListPage<Item>;
  readonly paging: Paging;
  readonly turn: (to: Pick<Paging, 'page' | 'cursor'>) => void;
  readonly trackBy: keyof Item & string;
  readonly columns: readonly TableProps.ColumnDefinition<Item>[];
  readonly filters?: ReactNode;
  /** Takes all filters away; left out where there are none. */
  readonly clear?: (() => void) | undefined;
  readonly empty: { readonly title: string; readonly detail?: string; readonly noMatch?: string };
  /** @default 'full-page' */
  readonly variant?: 'full-page' | 'container';
}

/** A page of a list that the server keeps in order. */
export function ListTable<Item>(props: ListTableProps<Item>) {
  const {
    title,
    detail,
    action,
    page,
    paging,
    turn,
    trackBy,
    columns,
    filters,
    variant = 'full-page',
  } = props;
  const isWholePage = variant === 'full-page';
  return (
    <Table
      variant={variant}
      stickyHeader={isWholePage}
      wrapLines
      trackBy={trackBy}
      items={page.items}
      columnDefinitions={columns}
      loading={page.state === 'loading' || page.isFormer}
      loadingText={texts.states.loading}
      ariaLabels={{ tableLabel: title }}
      header={
        <Header
          variant={isWholePage ? 'awsui-h1-sticky' : 'h2'}
          {...(detail !== undefined && { description: detail })}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="refresh" ariaLabel={texts.listing.refresh(title)} onClick={page.refresh} />
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
      empty={<NothingThere {...props} />}
    />
  );
}

function NothingThere<Item>({ page, clear, empty, action }: ListTableProps<Item>) {
  if (page.error !== null) return <Failure error={page.error} retry={page.refresh} />;
  if (page.state === 'searching' || page.state === 'stopped') return null;
  if (clear === undefined) return <Empty title={empty.title} {...pick(empty)} action={action} />;
  return (
    <Empty
      title={empty.noMatch ?? empty.title}
      action={<Button onClick={clear}>{texts.states.clearFilters}</Button>}
    />
  );
}

function pick({ detail }: { readonly detail?: string }) {
  return detail === undefined ? {} : { detail };
}
