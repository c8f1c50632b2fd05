import type { AccessRights } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Named } from '../texts/named.tsx';
import { texts } from '../texts/texts.ts';

interface PermissionListProps {
  readonly scopes: readonly string[];
  readonly accessRights: AccessRights;
  /** What stands behind a scope, the roles that grant it for one. */
  readonly besideScope?: (scope: string) => ReactNode;
  readonly besideProject?: (project: string) => ReactNode;
}

/** Scopes, and rights project by project. */
export function PermissionList({ scopes, accessRights, besideScope, besideProject }: PermissionListProps) {
  const { permissions } = texts;
  const projects = Object.entries(accessRights.projects ?? {});
  return (
    <SpaceBetween size="m">
      <div>
        <Box variant="awsui-key-label">{permissions.scopes}</Box>
        {scopes.length === 0 ? (
          permissions.noScopes
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
      <div>
        <Box variant="awsui-key-label">{permissions.accessRights}</Box>
        {projects.length === 0 ? (
          permissions.noRights
        ) : (
          <ul className="plain-list">
            {projects.map(([project, rights]) => (
              <li key={project}>
                <ProjectName name={project} /> {besideProject?.(project)}
                <ProjectLines {...rights} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </SpaceBetween>
  );
}

type ProjectRights = NonNullable<AccessRights['projects']>[string];

function ProjectLines({ modules, environments }: ProjectRights) {
  const { permissions } = texts;
  return (
    <ul className="nested-list">
      {Object.entries(modules ?? {}).map(([name, right]) => (
        <li key={`module ${name}`}>
          {permissions.kinds.module} <ProjectName name={name} />: {permissions.moduleRights[right]}
        </li>
      ))}
      {Object.entries(environments ?? {}).map(([name, actions]) => (
        <li key={`environment ${name}`}>
          {permissions.kinds.environment} <ProjectName name={name} />:{' '}
          {actions.map((action) => permissions.environmentRights[action]).join(', ')}
        </li>
      ))}
    </ul>
  );
}

function ProjectName({ name }: { readonly name: string }) {
  if (name === '*') return <strong>{texts.permissions.all}</strong>;
  return (
    <strong>
      <Named>{name}</Named>
    </strong>
  );
}
