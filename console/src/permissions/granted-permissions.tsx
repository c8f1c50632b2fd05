import type { ApiKeyPreview } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { texts } from '../texts/texts.ts';
import { PermissionList } from './permission-list.tsx';

interface GrantedPermissionsProps {
  readonly preview: ApiKeyPreview;
  /** Those that no call has needed, to be marked. */
  readonly unneededScopes?: readonly string[];
}

/** What a key can do, each with the roles of its user that grant it, and what it names in vain. */
export function GrantedPermissions({ preview, unneededScopes }: GrantedPermissionsProps) {
  const { scopes, accessRights, grants, dead } = preview;
  const { granted } = texts;
  const by = (roles: readonly string[]) =>
    roles.length > 0 && (
      <Box variant="small" display="inline">
        {granted.by(roles.join(', '))}
      </Box>
    );
  const isDead = dead.scopes.length > 0 || Object.keys(dead.accessRights.projects ?? {}).length > 0;
  const isNothing = scopes.length === 0 && Object.keys(accessRights.projects ?? {}).length === 0;
  return (
    <SpaceBetween size="m">
      {isNothing && (
        <Alert type="warning" header={granted.nothing}>
          {granted.nothingDetail}
        </Alert>
      )}
      <PermissionList
        scopes={scopes}
        accessRights={accessRights}
        besideScope={(scope) => (
          <>
            {by(grants.filter((grant) => grant.scopes.includes(scope)).map(({ role }) => role))}
            {unneededScopes?.includes(scope) === true && (
              <>
                {' '}
                <Badge>{granted.unneeded}</Badge>
              </>
            )}
          </>
        )}
        besideProject={(project) =>
          by(
            grants
              .filter((grant) => Object.hasOwn(grant.accessRights.projects ?? {}, project))
              .map(({ role }) => role),
          )
        }
      />
      {isDead && (
        <Alert type="warning" header={granted.deadHeader}>
          <SpaceBetween size="s">
            <div>{granted.deadDetail}</div>
            <PermissionList {...dead} isTerse />
          </SpaceBetween>
        </Alert>
      )}
    </SpaceBetween>
  );
}
