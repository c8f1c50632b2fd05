import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useFollow } from '../../frame/follow.ts';
import { concerns, listOf } from '../../key-counts/concerns.ts';
import { CountedAt } from '../../key-counts/counted-at.tsx';
import { useKeyCounts } from '../../key-counts/key-counts.ts';
import { Failure } from '../../states/failure.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';

/** How many keys there are of each kind that somebody should look at. */
export function Attention() {
  const { attention } = texts.overview;
  const counted = useKeyCounts();
  const { data, error, refetch } = counted;
  const follow = useFollow();
  const all = (
    <Link href="/hygiene" onFollow={follow}>
      {attention.hygiene}
    </Link>
  );
  const lines = concerns.map((concern) => {
    const count = data?.counts[concern] ?? 0;
    return {
      concern,
      count,
      text: attention.listed(formatNumber(count), texts.counting.concerns[concern].title),
    };
  });
  return (
    <Container
      fitHeight
      header={
        <Header variant="h2" actions={all}>
          {attention.title}
        </Header>
      }
      footer={<CountedAt {...counted} />}
    >
      <SpaceBetween size="s">
        {error !== null && <Failure error={error} retry={() => void refetch()} />}
        {data !== undefined && (
          <ul className="plain-list spaced-list">
            {lines.map(({ concern, count, text }) => (
              <li key={concern}>
                <StatusIndicator type={count === 0 ? 'success' : 'warning'} wrapText>
                  {count === 0 ? (
                    text
                  ) : (
                    <Link href={listOf(concern, data.counts)} onFollow={follow}>
                      {text}
                    </Link>
                  )}
                </StatusIndicator>
              </li>
            ))}
          </ul>
        )}
      </SpaceBetween>
    </Container>
  );
}
