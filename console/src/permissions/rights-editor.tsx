import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import Autosuggest from '@cloudscape-design/components/autosuggest';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useSettings } from '../api/deployment.ts';
import { formatNumber } from '../texts/formats.ts';
import { texts } from '../texts/texts.ts';
import { environmentActions, type ProjectDraft, type RightsDraft, type RightsLine } from './rights-draft.ts';

interface RightsEditorProps {
  readonly rights: RightsDraft;
  readonly change: (rights: RightsDraft) => void;
  /** Whether what is missing is to be pointed out. */
  readonly isChecked: boolean;
}

/** Projects, and what is allowed on their modules and environments. */
export function RightsEditor({ rights, change, isChecked }: RightsEditorProps) {
  const { permissions } = texts;
  const set = (index: number, project: ProjectDraft) => change(rights.with(index, project));
  return (
    <SpaceBetween size="s">
      {rights.map((project, index) => (
        <ProjectEditor
          // oxlint-disable-next-line react/no-array-index-key -- projects have no other identity while their names are typed
          key={index}
          number={index + 1}
          project={project}
          change={(changed) => set(index, changed)}
          remove={() => change(rights.toSpliced(index, 1))}
          isChecked={isChecked}
        />
      ))}
      {rights.length === 0 && <div>{permissions.noProject}</div>}
      <Button iconName="add-plus" onClick={() => change([...rights, { project: '', lines: [newLine] }])}>
        {permissions.addProject}
      </Button>
    </SpaceBetween>
  );
}

const newLine: RightsLine = { kind: 'module', name: '', actions: ['read'] };

interface ProjectEditorProps {
  readonly number: number;
  readonly project: ProjectDraft;
  readonly change: (project: ProjectDraft) => void;
  readonly remove: () => void;
  readonly isChecked: boolean;
}

function ProjectEditor({ number, project, change, remove, isChecked }: ProjectEditorProps) {
  const { permissions } = texts;
  const { data: settings } = useSettings();
  const { lines } = project;
  const set = (index: number, changed: Partial<RightsLine>) => {
    const former = lines[index];
    if (former !== undefined) change({ ...project, lines: lines.with(index, { ...former, ...changed }) });
  };
  const missing = (name: string) => (isChecked && name.trim() === '' ? permissions.missing : undefined);
  return (
    <Container>
      <SpaceBetween size="s">
        <FormField
          label={permissions.project(formatNumber(number))}
          description={permissions.allHint}
          errorText={missing(project.project)}
          secondaryControl={
            <Button
              iconName="remove"
              ariaLabel={permissions.removeProject(project.project || formatNumber(number))}
              onClick={remove}
            />
          }
        >
          <NameInput
            value={project.project}
            known={settings?.catalogue.projects}
            change={(name) => change({ ...project, project: name })}
          />
        </FormField>
        <AttributeEditor
          items={lines}
          addButtonText={permissions.addLine}
          removeButtonText={permissions.remove}
          removeButtonAriaLabel={({ name }) => permissions.removeLine(name)}
          empty={permissions.noLine}
          onAddButtonClick={() => change({ ...project, lines: [...lines, newLine] })}
          onRemoveButtonClick={({ detail }) =>
            change({ ...project, lines: lines.toSpliced(detail.itemIndex, 1) })
          }
          definition={[
            {
              label: permissions.kind,
              control: ({ kind }, index) => (
                <Select
                  selectedOption={{ value: kind, label: permissions.kinds[kind] }}
                  options={(['module', 'environment'] as const).map((value) => ({
                    value,
                    label: permissions.kinds[value],
                  }))}
                  onChange={({ detail }) =>
                    set(index, {
                      kind: detail.selectedOption.value === 'module' ? 'module' : 'environment',
                      actions: ['read'],
                    })
                  }
                />
              ),
            },
            {
              label: permissions.name,
              errorText: ({ name }) => missing(name),
              control: ({ kind, name }, index) => (
                <NameInput
                  value={name}
                  known={settings?.catalogue[kind === 'module' ? 'modules' : 'environments']}
                  change={(changed) => set(index, { name: changed })}
                />
              ),
            },
            {
              label: permissions.rights,
              errorText: ({ actions }) =>
                isChecked && actions.length === 0 ? permissions.noAction : undefined,
              control: (line, index) => <Actions line={line} change={(actions) => set(index, { actions })} />,
            },
          ]}
        />
      </SpaceBetween>
    </Container>
  );
}

interface ActionsProps {
  readonly line: RightsLine;
  readonly change: (actions: readonly string[]) => void;
}

function Actions({ line, change }: ActionsProps) {
  const { permissions } = texts;
  if (line.kind === 'module') {
    const value = line.actions.includes('write') ? 'write' : 'read';
    return (
      <Select
        selectedOption={{ value, label: permissions.moduleRights[value] }}
        options={(['read', 'write'] as const).map((each) => ({
          value: each,
          label: permissions.moduleRights[each],
        }))}
        onChange={({ detail }) =>
          change(detail.selectedOption.value === 'write' ? ['read', 'write'] : ['read'])
        }
      />
    );
  }
  const options = environmentActions.map((value) => ({ value, label: permissions.environmentRights[value] }));
  return (
    <Multiselect
      selectedOptions={options.filter(({ value }) => line.actions.includes(value))}
      options={options}
      placeholder={permissions.chooseActions}
      hideTokens
      inlineTokens
      onChange={({ detail }) => change(detail.selectedOptions.map(({ value = '' }) => value))}
    />
  );
}

interface NameInputProps {
  readonly value: string;
  readonly known: readonly string[] | undefined;
  readonly change: (name: string) => void;
}

/** A name of the operator's catalogue, or any other. */
function NameInput({ value, known, change }: NameInputProps) {
  const { permissions } = texts;
  return (
    <Autosuggest
      value={value}
      options={[
        { value: '*', description: permissions.all },
        ...(known ?? []).map((name) => ({ value: name })),
      ]}
      enteredTextLabel={permissions.use}
      onChange={({ detail }) => change(detail.value)}
    />
  );
}
