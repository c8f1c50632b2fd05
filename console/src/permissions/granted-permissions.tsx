import type { ApiKeyPreview } from '@latchkey/client';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { texts } from '../texts/texts.ts';
import { PermissionList } from './permission-list.tsx';

/** What a key can do, each with the roles of its user that grant it, and what it names in vain. */
export function GrantedPermissions({ preview }: { readonly preview: ApiKeyPreview }) {
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
        besideScope={(scope) =>
          by(grants.filter((grant) => grant.scopes.includes(scope)).map(({ role }) => role))
        }
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
            <PermissionList {...dead} />
          </SpaceBetween>
        </Alert>
      )}
    </SpaceBetween>
  );
}
