import type { ApiKey } from '@latchkey/client';
import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { PageLink } from '../../frame/page-link.tsx';
import { useFirst } from '../../listing/use-first.ts';
import { type PermissionChange, isEmptyPart, reaches } from '../../permissions/permission-change.ts';
import { useServices } from '../../start/services.ts';
import { Failure } from '../../states/failure.tsx';
import { Loading } from '../../states/loading.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';

const atFirst = 100;
const atATime = 1000;

interface AffectedKeysProps {
  readonly role: string;
  readonly change: PermissionChange;
}

/** The keys of those who hold a role, and whether a change widens or narrows what each can do. */
export function AffectedKeys({ role, change }: AffectedKeysProps) {
  const { effect } = texts.roles;
  const { api } = useServices();
  const [wanted, setWanted] = useState(atFirst);
  const { items, isWhole, isReading, error, refetch } = useFirst({
    queryKey: ['api-keys', 'of-role', role],
    wanted,
    read: (part, options) => api.keys.list({ role: [role], ...part }, options).page(),
  });
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (items === undefined) return <Loading />;
  const affected = items
    .map((key) => ({
      key,
      isWidened: isReached(change.given, key),
      isNarrowed: isReached(change.taken, key),
    }))
    .filter(({ isWidened, isNarrowed }) => isWidened || isNarrowed);
  return (
    <SpaceBetween size="xs">
      <Box variant="p">
        {isWhole
          ? effect.keys(formatNumber(affected.length), formatNumber(items.length))
          : effect.firstKeys(formatNumber(affected.length), formatNumber(items.length))}{' '}
        <PageLink href={`/api-keys?role=${encodeURIComponent(role)}`}>{effect.allKeys}</PageLink>
      </Box>
      {!isWhole && (
        <Button formAction="none" loading={isReading} onClick={() => setWanted(items.length + atATime)}>
          {effect.lookOn(formatNumber(atATime))}
        </Button>
      )}
      {affected.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-tabindex -- it scrolls, and so must be reached
        <div className="scrolled" tabIndex={0} role="group" aria-label={effect.table}>
          <Table
            variant="embedded"
            wrapLines
            items={affected}
            trackBy={({ key }) => key.id}
            ariaLabels={{ tableLabel: effect.table }}
            columnDefinitions={[
              {
                id: 'name',
                header: texts.keys.columns.name,
                isRowHeader: true,
                cell: ({ key }) => <Named>{key.name}</Named>,
              },
              { id: 'user', header: texts.keys.columns.user, cell: ({ key }) => <Named>{key.userId}</Named> },
              {
                id: 'effect',
                header: effect.column,
                cell: ({ isWidened, isNarrowed }) => (
                  <SpaceBetween direction="horizontal" size="xxs">
                    {isWidened && <Badge color="blue">{effect.widened}</Badge>}
                    {isNarrowed && <Badge color="red">{effect.narrowed}</Badge>}
                  </SpaceBetween>
                ),
              },
            ]}
          />
        </div>
      )}
      <Box variant="small">{effect.otherRoles}</Box>
    </SpaceBetween>
  );
}

function isReached(part: PermissionChange['given'], key: ApiKey): boolean {
  return !isEmptyPart(part) && key.status !== 'expired' && reaches(part, key);
}
