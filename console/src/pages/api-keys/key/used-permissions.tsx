import type { ApiKey } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePrincipal } from '../../../api/principal.ts';
import { useFollow } from '../../../frame/follow.ts';
import type { Part } from '../../../permissions/permission-change.ts';
import { isEmptyPart } from '../../../permissions/permission-change.ts';
import { rightLine } from '../../../permissions/right-lines.ts';
import { formatMoment, formatUtc } from '../../../texts/formats.ts';
import { texts } from '../../../texts/texts.ts';
import { mayChange } from '../actions/reasons.ts';

interface UsedPermissionsProps {
  readonly apiKey: ApiKey;
  /** What the key can do, and no call needed. */
  readonly unneeded: Part;
}

/** What no call has needed of what a key can do, and a way to take it away. */
export function UsedPermissions({ apiKey, unneeded }: UsedPermissionsProps) {
  const { needed: words } = texts.apiKey;
  const { id, used } = apiKey;
  const follow = useFollow();
  const canChange = mayChange(usePrincipal(), apiKey);
  const lines = [...unneeded.scopes, ...unneeded.rights.map(rightLine)];
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            canChange &&
            used !== null &&
            !isEmptyPart(unneeded) && (
              <Button href={`/api-keys/${id}/edit?narrow=used`} onFollow={follow}>
                {words.narrow}
              </Button>
            )
          }
        >
          {words.title}
        </Header>
      }
    >
      {used === null ? (
        <Box color="text-body-secondary">{words.unknown}</Box>
      ) : (
        <SpaceBetween size="xs">
          <span title={formatUtc(used.since)}>{words.since(formatMoment(used.since))}</span>
          {lines.length === 0 ? (
            words.all
          ) : (
            <ul className="plain-list" aria-label={words.title}>
              {lines.map((line) => (
                <li key={line} className="name">
                  {line}
                </li>
              ))}
            </ul>
          )}
        </SpaceBetween>
      )}
    </Container>
  );
}
