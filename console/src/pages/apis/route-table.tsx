import type { ProtectedRoute } from '@latchkey/client';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { type ReactNode, useState } from 'react';
import { Empty } from '../../states/empty.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';
import { rightOf, RouteNeeds } from './route-needs.tsx';

/** An API has 500 routes at most: all of them are here. */
const size = 25;

interface RouteTableProps {
  readonly routes: readonly ProtectedRoute[];
  readonly actions?: ReactNode;
  /** What can be done with a route, by its place among all. */
  readonly rowActions?: (route: ProtectedRoute, at: number) => ReactNode;
}

/** Routes, with what a call to each needs. */
export function RouteTable({ routes, actions, rowActions }: RouteTableProps) {
  const { apis, listing } = texts;
  const [text, setText] = useState('');
  const [page, setPage] = useState(1);
  const rows = routes.map((route, at) => ({ route, at })).filter(({ route }) => isMatch(route, text));
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const shown = Math.min(page, pages);
  return (
    <Table
      wrapLines
      items={rows.slice((shown - 1) * size, shown * size)}
      ariaLabels={{ tableLabel: apis.routes }}
      header={
        <Header
          variant="h2"
          counter={`(${formatNumber(routes.length)})`}
          actions={actions}
          description={apis.routesDetail}
        >
          {apis.routes}
        </Header>
      }
      filter={
        routes.length > 5 && (
          <TextFilter
            filteringText={text}
            filteringPlaceholder={apis.findRoute}
            filteringAriaLabel={apis.findRoute}
            filteringClearAriaLabel={listing.clearSearch}
            countText={text === '' ? '' : listing.found(formatNumber(rows.length))}
            onChange={({ detail }) => {
              setText(detail.filteringText);
              setPage(1);
            }}
          />
        )
      }
      pagination={
        pages > 1 && (
          <Pagination
            currentPageIndex={shown}
            pagesCount={pages}
            ariaLabels={{
              paginationLabel: listing.pages.label,
              nextPageLabel: listing.pages.next,
              previousPageLabel: listing.pages.previous,
              pageLabel: listing.pages.page,
            }}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        )
      }
      columnDefinitions={[
        {
          id: 'method',
          header: apis.route.method,
          cell: ({ route }) => <code>{route.method}</code>,
          minWidth: 90,
        },
        {
          id: 'path',
          header: apis.route.path,
          isRowHeader: true,
          minWidth: 180,
          cell: ({ route }) => (
            <code>
              <Named>{route.path}</Named>
            </code>
          ),
        },
        {
          id: 'needs',
          header: apis.route.needs,
          cell: ({ route }) => <RouteNeeds route={route} />,
          minWidth: 220,
        },
        {
          id: 'cost',
          header: apis.route.cost,
          cell: ({ route }) => formatNumber(route.cost ?? 1),
          minWidth: 80,
        },
        ...(rowActions === undefined
          ? []
          : [
              {
                id: 'actions',
                header: apis.route.actions,
                minWidth: 110,
                cell: ({ route, at }: (typeof rows)[number]) => rowActions(route, at),
              },
            ]),
      ]}
      empty={
        text === '' ? (
          <Empty title={apis.noRoutes} detail={apis.noRoutesDetail} />
        ) : (
          <Empty
            title={apis.noRouteMatches}
            action={<Button onClick={() => setText('')}>{texts.states.clearFilters}</Button>}
          />
        )
      }
    />
  );
}

function isMatch(route: ProtectedRoute, text: string): boolean {
  const { method, path, scopes = [] } = route;
  const all = [`${method} ${path}`, ...scopes, rightOf(route) ?? ''];
  return all.some((each) => each.toLowerCase().includes(text.trim().toLowerCase()));
}
