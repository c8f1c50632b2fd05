import type { ApiKey, ApiKeyChanges } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { Named } from '../../../texts/named.tsx';
import { texts } from '../../../texts/texts.ts';

interface ConflictProps {
  readonly base: ApiKey;
  readonly theirs: ApiKey;
  readonly changes: ApiKeyChanges;
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
}

const fields = [
  'name',
  'description',
  'status',
  'type',
  'scopes',
  'accessRights',
  'rateLimitTier',
  'allowedIps',
  'metadata',
  'expiresAt',
] as const;

/** The change of somebody else, beside one's own. */
export function Conflict({ base, theirs, changes, keepMine, takeTheirs }: ConflictProps) {
  const { edit: words } = texts.apiKey;
  const mine: Readonly<Record<string, unknown>> = {
    ...changes,
    ...(changes.expiresIn !== undefined && { expiresAt: changes.expiresIn }),
  };
  const rows = fields
    .map((field) => ({ field, former: shown(base[field]), theirs: shown(theirs[field]), mine: mine[field] }))
    .filter((row) => row.former !== row.theirs || row.mine !== undefined);
  return (
    <div role="alert">
      <Alert
        type="warning"
        header={words.conflict}
        action={
          <SpaceBetween direction="horizontal" size="xs">
            <Button formAction="none" onClick={keepMine}>
              {words.keepMine}
            </Button>
            <Button formAction="none" onClick={takeTheirs}>
              {words.takeTheirs}
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="s">
          <div>{words.conflictDetail}</div>
          <Table
            variant="embedded"
            wrapLines
            trackBy="field"
            items={rows}
            ariaLabels={{ tableLabel: words.conflict }}
            columnDefinitions={[
              { id: 'field', header: words.field, cell: ({ field }) => field, isRowHeader: true },
              { id: 'former', header: words.former, cell: (row) => <Named>{row.former}</Named> },
              { id: 'theirs', header: words.theirs, cell: (row) => <Named>{row.theirs}</Named> },
              {
                id: 'mine',
                header: words.yours,
                cell: (row) => <Named>{row.mine === undefined ? words.unchanged : shown(row.mine)}</Named>,
              },
            ]}
          />
        </SpaceBetween>
      </Alert>
    </div>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return texts.apiKey.audit.nothing;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
