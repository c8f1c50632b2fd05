import type { AccessRights } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { texts } from '../texts/texts.ts';
import { RightsList } from './rights-list.tsx';

interface PermissionListProps {
  readonly scopes: readonly string[];
  readonly accessRights: AccessRights;
  /** What stands behind a scope, the roles that grant it for one. */
  readonly besideScope?: (scope: string) => ReactNode;
  readonly besideProject?: (project: string) => ReactNode;
  /** Says nothing of a kind of which there is none. */
  readonly isTerse?: boolean;
}

/** Scopes, and rights project by project. */
export function PermissionList(props: PermissionListProps) {
  const { scopes, accessRights, besideScope, besideProject, isTerse = false } = props;
  const hasRights = Object.keys(accessRights.projects ?? {}).length > 0;
  return (
    <SpaceBetween size="m">
      {(!isTerse || scopes.length > 0) && (
        <div>
          <Box variant="awsui-key-label">{texts.scopes.title}</Box>
          {scopes.length === 0 ? (
            texts.scopes.none
          ) : (
            <ul className="plain-list">
              {scopes.map((scope) => (
                <li key={scope}>
                  <code className="name">{scope}</code> {besideScope?.(scope)}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      {(!isTerse || hasRights) && (
        <div>
          <Box variant="awsui-key-label">{texts.rights.title}</Box>
          <RightsList rights={accessRights} beside={besideProject} />
        </div>
      )}
    </SpaceBetween>
  );
}
