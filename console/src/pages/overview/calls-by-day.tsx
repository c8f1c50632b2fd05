import type { UsageOverview } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { CallsChart } from '../../calls-chart/calls-chart.tsx';
import { outcomes } from '../../calls-chart/outcomes.ts';
import { Empty } from '../../states/empty.tsx';
import { formatDay, formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';
import { CallsTable } from './calls-table.tsx';
import { type Period, periods } from './search.ts';

interface CallsByDayProps {
  readonly overview: UsageOverview;
  readonly days: Period;
  readonly choose: (days: Period) => void;
  readonly refresh: () => void;
  readonly isFetching: boolean;
}

/** Calls of each day by their outcome: as a chart, and as the table that it is drawn from. */
export function CallsByDay({ overview, days, choose, refresh, isFetching }: CallsByDayProps) {
  const { calls, period, periods: names } = texts.overview;
  const { countedSince } = overview;
  const isPart = countedSince !== null && Date.parse(countedSince) > Date.parse(overview.from);
  const figure = (label: string, value: number) => ({
    label,
    value: <Box fontSize="heading-xl">{formatNumber(value)}</Box>,
  });
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      <SegmentedControl
        label={period}
        selectedId={String(days)}
        options={periods.map((each) => ({ id: String(each), text: names[each] }))}
        onChange={({ detail }) => {
          const chosen = periods.find((each) => String(each) === detail.selectedId);
          if (chosen !== undefined) choose(chosen);
        }}
      />
      <Button
        iconName="refresh"
        ariaLabel={texts.listing.refresh}
        loading={isFetching}
        loadingText={texts.states.loading}
        onClick={refresh}
      />
    </SpaceBetween>
  );
  return (
    <Container
      header={
        <Header variant="h2" description={calls.description} actions={actions}>
          {calls.title}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={4}
          minColumnWidth={110}
          items={[
            figure(calls.total, overview.total),
            ...outcomes.map((outcome) => figure(calls.outcomes[outcome], overview.byOutcome[outcome])),
          ]}
        />
        {overview.total === 0 ? (
          <Empty title={calls.none} detail={calls.noneDetail} />
        ) : (
          <CallsChart days={overview.days} />
        )}
        <ExpandableSection headerText={calls.asTable}>
          <CallsTable days={overview.days} />
        </ExpandableSection>
        {isPart && <Box color="text-body-secondary">{calls.countedSince(formatDay(countedSince))}</Box>}
      </SpaceBetween>
    </Container>
  );
}
