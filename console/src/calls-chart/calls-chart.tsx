import type { UsageOverview } from '@latchkey/client';
import BarChart from '@cloudscape-design/components/bar-chart';
import { formatNumber, formatShortDay } from '../texts/formats.ts';
import { texts } from '../texts/texts.ts';
import { outcomes } from './outcomes.ts';

/** Calls of each day by their outcome. */
export function CallsChart({ days }: Pick<UsageOverview, 'days'>) {
  const { calls } = texts.overview;
  const highest = Math.max(1, ...days.map(({ success, denied, error }) => success + denied + error));
  return (
    <BarChart
      stackedBars
      hideFilter
      height={220}
      xScaleType="categorical"
      xDomain={days.map(({ date }) => date)}
      yDomain={[0, highest]}
      ariaLabel={calls.chart}
      xTitle={calls.day}
      yTitle={calls.calls}
      series={outcomes.map((outcome) => ({
        type: 'bar' as const,
        title: calls.outcomes[outcome],
        color: `var(--calls-${outcome})`,
        valueFormatter: formatNumber,
        data: days.map((day) => ({ x: day.date, y: day[outcome] })),
      }))}
      i18nStrings={{
        xTickFormatter: formatShortDay,
        // Of few calls, the axis would have halves.
        yTickFormatter: (count) => (Number.isInteger(count) ? formatNumber(count) : ''),
        legendAriaLabel: calls.legend,
        chartAriaRoleDescription: calls.roleDescription,
        xAxisAriaRoleDescription: calls.xAxis,
        yAxisAriaRoleDescription: calls.yAxis,
        detailPopoverDismissAriaLabel: calls.detailClose,
      }}
    />
  );
}
