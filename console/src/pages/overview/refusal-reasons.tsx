import type { UsageOverview } from '@latchkey/client';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';

/** Why calls were not let through, the most frequent reason first. */
export function RefusalReasons({ byCode }: Pick<UsageOverview, 'byCode'>) {
  const { ranked } = texts.overview;
  return (
    <Table
      wrapLines
      items={byCode.filter(({ code }) => code !== 'VALID')}
      trackBy="code"
      ariaLabels={{ tableLabel: ranked.reasons }}
      header={<Header variant="h2">{ranked.reasons}</Header>}
      empty={ranked.noneRefused}
      columnDefinitions={[
        {
          id: 'code',
          header: ranked.reason,
          isRowHeader: true,
          cell: ({ code }) => <code className="name">{code}</code>,
        },
        { id: 'calls', header: ranked.calls, cell: ({ calls }) => formatNumber(calls) },
      ]}
    />
  );
}
