import type { Settings } from '@latchkey/client';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { texts } from '../texts/texts.ts';
import { NameField } from './name-field.tsx';
import {
  environmentActions,
  type EnvironmentAction,
  newEnvironment,
  newModule,
  type ProjectDraft,
  type RightsFaults,
} from './rights-draft.ts';

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
  return (
    <section className="rights-project" aria-label={label}>
      <SpaceBetween size="s">
        <Row
          field={
            <NameField
              label={rights.project}
              value={project.name}
              suggested={catalogue.projects}
              all={rights.allProjects}
              fault={faults.get(project.id)}
              change={(name) => change({ ...project, name })}
            />
          }
          remove={remove}
          removeLabel={rights.remove(project.name || label)}
        />
        {modules.map((module) => (
          <Row
            key={module.id}
            field={
              <NameField
                label={rights.kinds.module}
                value={module.name}
                suggested={catalogue.modules}
                all={rights.all.module}
                fault={faults.get(module.id)}
                change={(name) => change({ ...project, modules: changed(modules, { ...module, name }) })}
              />
            }
            choice={
              <FormField label={rights.right} stretch>
                <Select
                  options={(['read', 'write'] as const).map((value) => ({
                    value,
                    label: rights.moduleRights[value],
                  }))}
                  selectedOption={{ value: module.right, label: rights.moduleRights[module.right] }}
                  onChange={({ detail }) => {
                    const right = detail.selectedOption.value === 'write' ? 'write' : 'read';
                    change({ ...project, modules: changed(modules, { ...module, right }) });
                  }}
                />
              </FormField>
            }
            remove={() => change({ ...project, modules: modules.filter(({ id }) => id !== module.id) })}
            removeLabel={rights.remove(module.name || rights.kinds.module)}
          />
        ))}
        {environments.map((environment) => (
          <Row
            key={environment.id}
            field={
              <NameField
                label={rights.kinds.environment}
                value={environment.name}
                suggested={catalogue.environments}
                all={rights.all.environment}
                fault={faults.get(environment.id)}
                change={(name) =>
                  change({ ...project, environments: changed(environments, { ...environment, name }) })
                }
              />
            }
            choice={
              <FormField label={rights.actions} stretch>
                <Multiselect
                  options={environmentActions.map(actionOption)}
                  selectedOptions={environment.actions.map(actionOption)}
                  placeholder={rights.noActions}
                  onChange={({ detail }) => {
                    const chosen = new Set(detail.selectedOptions.map(({ value }) => value));
                    const actions = environmentActions.filter((action) => chosen.has(action));
                    change({ ...project, environments: changed(environments, { ...environment, actions }) });
                  }}
                />
              </FormField>
            }
            remove={() =>
              change({ ...project, environments: environments.filter(({ id }) => id !== environment.id) })
            }
            removeLabel={rights.remove(environment.name || rights.kinds.environment)}
          />
        ))}
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            iconName="add-plus"
            onClick={() => change({ ...project, modules: [...modules, newModule()] })}
          >
            {rights.addModule}
          </Button>
          <Button
            iconName="add-plus"
            onClick={() => change({ ...project, environments: [...environments, newEnvironment()] })}
          >
            {rights.addEnvironment}
          </Button>
        </SpaceBetween>
      </SpaceBetween>
    </section>
  );
}

function actionOption(value: EnvironmentAction) {
  return { value, label: texts.rights.verbs[value] };
}

function changed<Item extends { readonly id: string }>(items: readonly Item[], item: Item): readonly Item[] {
  return items.map((each) => (each.id === item.id ? item : each));
}

interface RowProps {
  readonly field: ReactNode;
  readonly choice?: ReactNode;
  readonly remove: () => void;
  readonly removeLabel: string;
}

function Row({ field, choice, remove, removeLabel }: RowProps) {
  return (
    <div className={choice === undefined ? 'rights-row' : 'rights-row rights-row-choice'}>
      {field}
      {choice}
      <div className="rights-remove">
        <Button iconName="remove" variant="icon" ariaLabel={removeLabel} onClick={remove} />
      </div>
    </div>
  );
}
