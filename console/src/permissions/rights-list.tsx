import type { AccessRights } from '@latchkey/client';
import type { ReactNode } from 'react';
import { Named } from '../texts/named.tsx';
import { texts } from '../texts/texts.ts';

interface RightsListProps {
  readonly rights: AccessRights;
  /** What stands behind a project, the roles that grant it for one. */
  readonly beside?: ((project: string) => ReactNode) | undefined;
}

/** Rights project by project. */
export function RightsList({ rights, beside }: RightsListProps) {
  const projects = Object.entries(rights.projects ?? {});
  if (projects.length === 0) return <>{texts.rights.none}</>;
  return (
    <ul className="plain-list">
      {projects.map(([project, own]) => (
        <li key={project}>
          <ProjectName name={project} /> {beside?.(project)}
          <ProjectLines {...own} />
        </li>
      ))}
    </ul>
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
