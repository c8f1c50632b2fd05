import type { UsageOverview } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Table from '@cloudscape-design/components/table';
import { useFollow } from '../../frame/follow.ts';
import { formatNumber } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';

interface RankedKeysProps {
  readonly kind: 'busiest' | 'mostRefused';
  readonly overview: UsageOverview;
}

/** The keys with the most calls, or with the most that were refused. */
export function RankedKeys({ kind, overview }: RankedKeysProps) {
  const { ranked } = texts.overview;
  const keys = overview[kind];
  const follow = useFollow();
  const callsColumn = {
    id: 'calls',
    header: ranked.calls,
    cell: ({ success, denied, error }: (typeof keys)[number]) => formatNumber(success + denied + error),
  };
  const deniedColumn = {
    id: 'denied',
    header: ranked.denied,
    cell: ({ denied }: (typeof keys)[number]) => formatNumber(denied),
  };
  return (
    <Table
      wrapLines
      items={keys}
      trackBy="id"
      ariaLabels={{ tableLabel: ranked[kind] }}
      header={<Header variant="h2">{ranked[kind]}</Header>}
      footer={overview.rankingExact[kind] ? null : <Box color="text-body-secondary">{ranked.inexact}</Box>}
      empty={kind === 'busiest' ? ranked.noneBusiest : ranked.noneRefused}
      columnDefinitions={[
        {
          id: 'key',
          header: ranked.key,
          isRowHeader: true,
          minWidth: 100,
          cell: ({ id, name }) =>
            name === null ? (
              <span title={id}>{ranked.ended}</span>
            ) : (
              <Link href={`/api-keys/${id}`} onFollow={follow}>
                <Named>{name}</Named>
              </Link>
            ),
        },
        ...(kind === 'busiest' ? [callsColumn, deniedColumn] : [deniedColumn, callsColumn]),
      ]}
    />
  );
}
