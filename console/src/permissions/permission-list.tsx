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
  const { scopes: scopeTexts, rights: rightsTexts } = texts;
  const projects = Object.entries(accessRights.projects ?? {});
  return (
    <SpaceBetween size="m">
      <div>
        <Box variant="awsui-key-label">{scopeTexts.title}</Box>
        {scopes.length === 0 ? (
          scopeTexts.none
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
        <Box variant="awsui-key-label">{rightsTexts.title}</Box>
        {projects.length === 0 ? (
          rightsTexts.none
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
  const { rights } = texts;
  return (
    <ul className="nested-list">
      {Object.entries(modules ?? {}).map(([name, right]) => (
        <li key={`module ${name}`}>
          <Target name={name} kind="module" />: {rights.moduleRights[right]}
        </li>
      ))}
      {Object.entries(environments ?? {}).map(([name, actions]) => (
        <li key={`environment ${name}`}>
          <Target name={name} kind="environment" />:{' '}
          {actions.map((action) => rights.verbs[action]).join(', ')}
        </li>
      ))}
    </ul>
  );
}

interface TargetProps {
  readonly kind: 'module' | 'environment';
  readonly name: string;
}

function Target({ kind, name }: TargetProps) {
  const { rights } = texts;
  if (name === '*') return <>{rights.all[kind]}</>;
  return (
    <>
      {rights.kinds[kind]} <Named>{name}</Named>
    </>
  );
}

function ProjectName({ name }: { readonly name: string }) {
  return <strong>{name === '*' ? texts.rights.allProjects : <Named>{name}</Named>}</strong>;
}
