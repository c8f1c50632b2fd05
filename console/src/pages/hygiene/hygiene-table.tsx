import type { ApiKeyCounts } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { may, usePrincipal } from '../../api/principal.ts';
import { useFollow } from '../../frame/follow.ts';
import { type Concern, concerns, listOf } from '../../key-counts/concerns.ts';
import { CountedAt } from '../../key-counts/counted-at.tsx';
import { useKeyCounts } from '../../key-counts/key-counts.ts';
import { Empty } from '../../states/empty.tsx';
import { Failure } from '../../states/failure.tsx';
import { formatNumber, formatShare } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';

/** A line for each concern: how many keys, and the list of them. */
export function HygieneTable() {
  const { hygiene, counting, states } = texts;
  const isManager = may(usePrincipal(), 'api-keys:manage');
  const counted = useKeyCounts();
  const { data, error, isPending, refetch } = counted;
  const follow = useFollow();
  const counts = data?.counts;
  const hasNone = counts?.total === 0 && data?.isWhole === true;
  return (
    <Table
      variant="full-page"
      wrapLines
      trackBy={(concern) => concern}
      items={counts === undefined || hasNone ? [] : concerns}
      loading={isPending}
      loadingText={states.loading}
      ariaLabels={{ tableLabel: hygiene.table }}
      header={
        <Header
          variant="awsui-h1-sticky"
          description={isManager ? hygiene.description : hygiene.ownDescription}
        >
          {hygiene.title}
        </Header>
      }
      filter={
        <SpaceBetween size="xs">
          <CountedAt {...counted} />
          {error !== null && counts !== undefined && <Failure error={error} retry={() => void refetch()} />}
        </SpaceBetween>
      }
      columnDefinitions={[
        {
          id: 'concern',
          header: hygiene.columns.concern,
          isRowHeader: true,
          minWidth: 200,
          cell: (concern) => (
            <>
              <Box variant="strong">{counting.concerns[concern].title}</Box>
              <Box color="text-body-secondary">{counting.concerns[concern].detail}</Box>
            </>
          ),
        },
        {
          id: 'count',
          header: hygiene.columns.count,
          minWidth: 90,
          cell: (concern) => (counts === undefined ? null : <Count concern={concern} counts={counts} />),
        },
        {
          id: 'share',
          header: hygiene.columns.share,
          minWidth: 80,
          cell: (concern) =>
            counts === undefined || counts.total === 0 ? null : formatShare(counts[concern] / counts.total),
        },
        {
          id: 'action',
          header: hygiene.columns.action,
          minWidth: 220,
          cell: (concern) => (counts === undefined ? null : action(concern)),
        },
      ]}
      footer={hasNone ? null : <Box color="text-body-secondary">{hygiene.bulk}</Box>}
      empty={
        error !== null ? (
          <Failure error={error} retry={() => void refetch()} />
        ) : (
          <Empty title={hygiene.empty} detail={hygiene.emptyDetail} />
        )
      }
    />
  );

  function action(concern: Concern) {
    if (counts === undefined) return null;
    if (counts[concern] === 0) return <Box color="text-body-secondary">{hygiene.nothing}</Box>;
    const words = counting.concerns[concern];
    return (
      <Button
        href={listOf(concern, counts)}
        ariaLabel={hygiene.listed(words.action, words.title)}
        onFollow={follow}
      >
        {words.action}
      </Button>
    );
  }
}

interface CountProps {
  readonly concern: Concern;
  readonly counts: ApiKeyCounts;
}

/** Leads to the list, too: on a narrow screen the action stands outside of it. */
function Count({ concern, counts }: CountProps) {
  const follow = useFollow();
  const shown = formatNumber(counts[concern]);
  if (counts[concern] === 0) return <StatusIndicator type="success">{shown}</StatusIndicator>;
  const { title } = texts.counting.concerns[concern];
  return (
    <StatusIndicator type="warning">
      <Link
        href={listOf(concern, counts)}
        ariaLabel={texts.overview.attention.listed(shown, title)}
        onFollow={follow}
      >
        {shown}
      </Link>
    </StatusIndicator>
  );
}
