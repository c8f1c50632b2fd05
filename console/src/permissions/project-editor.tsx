import type { Settings } from '@latchkey/client';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { texts } from '../texts/texts.ts';
import { NameField } from './name-field.tsx';
import { EnvironmentActions, ModuleRight } from './right-choice.tsx';
import {
  type EnvironmentDraft,
  type ModuleDraft,
  newEnvironment,
  newModule,
  type ProjectDraft,
} from './rights-draft.ts';
import type { RightsFaults } from './rights-faults.ts';
import { RightsRow } from './rights-row.tsx';

interface ProjectEditorProps {
  readonly project: ProjectDraft;
  /** Tells this project from the others, for those who hear it. */
  readonly label: string;
  readonly catalogue: Settings['catalogue'];
  readonly faults: RightsFaults;
  readonly change: (project: ProjectDraft) => void;
  readonly remove: () => void;
}

/** One project, with its modules and environments. */
export function ProjectEditor({ project, label, catalogue, faults, change, remove }: ProjectEditorProps) {
  const { rights } = texts;
  const { modules, environments } = project;
  const keepModules = (kept: readonly ModuleDraft[]) => change({ ...project, modules: kept });
  const keepEnvironments = (kept: readonly EnvironmentDraft[]) => change({ ...project, environments: kept });
  const nameFault = (id: string) => {
    const fault = faults.get(id);
    return fault === undefined || fault === 'actions' ? undefined : rights.faults[fault];
  };
  return (
    <section className="rights-project" aria-label={label}>
      <SpaceBetween size="s">
        <RightsRow
          field={
            <NameField
              label={rights.project}
              value={project.name}
              suggested={catalogue.projects}
              all={rights.allProjects}
              errorText={nameFault(project.id)}
              change={(name) => change({ ...project, name })}
            />
          }
          remove={remove}
          removeLabel={rights.remove(project.name || label)}
        />
        {modules.map((module) => (
          <RightsRow
            key={module.id}
            field={
              <NameField
                label={rights.kinds.module}
                value={module.name}
                suggested={catalogue.modules}
                all={rights.all.module}
                errorText={nameFault(module.id)}
                change={(name) => keepModules(changed(modules, { ...module, name }))}
              />
            }
            choice={
              <ModuleRight
                right={module.right}
                choose={(right) => keepModules(changed(modules, { ...module, right }))}
              />
            }
            remove={() => keepModules(modules.filter(({ id }) => id !== module.id))}
            removeLabel={rights.remove(module.name || rights.kinds.module)}
          />
        ))}
        {environments.map((environment) => (
          <RightsRow
            key={environment.id}
            field={
              <NameField
                label={rights.kinds.environment}
                value={environment.name}
                suggested={catalogue.environments}
                all={rights.all.environment}
                errorText={nameFault(environment.id)}
                change={(name) => keepEnvironments(changed(environments, { ...environment, name }))}
              />
            }
            choice={
              <EnvironmentActions
                actions={environment.actions}
                errorText={faults.get(environment.id) === 'actions' ? rights.faults.actions : undefined}
                choose={(actions) => keepEnvironments(changed(environments, { ...environment, actions }))}
              />
            }
            remove={() => keepEnvironments(environments.filter(({ id }) => id !== environment.id))}
            removeLabel={rights.remove(environment.name || rights.kinds.environment)}
          />
        ))}
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            iconName="add-plus"
            formAction="none"
            onClick={() => keepModules([...modules, newModule()])}
          >
            {rights.addModule}
          </Button>
          <Button
            iconName="add-plus"
            formAction="none"
            onClick={() => keepEnvironments([...environments, newEnvironment()])}
          >
            {rights.addEnvironment}
          </Button>
        </SpaceBetween>
      </SpaceBetween>
    </section>
  );
}

function changed<Item extends { readonly id: string }>(items: readonly Item[], item: Item): readonly Item[] {
  return items.map((each) => (each.id === item.id ? item : each));
}
