import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useSettings } from '../api/deployment.ts';
import { texts } from '../texts/texts.ts';
import { noNames } from './name-field.tsx';
import { ProjectEditor } from './project-editor.tsx';
import { newProject, type ProjectDraft, type RightsDraft } from './rights-draft.ts';
import { faultsOf, noFaults } from './rights-faults.ts';

interface RightsEditorProps {
  readonly draft: RightsDraft;
  readonly change: (draft: RightsDraft) => void;
  /** Whether what is wrong is to be pointed out: once somebody has tried to save. */
  readonly isChecked: boolean;
}

/** Edits what is allowed in projects: read or write on modules, and actions on environments. */
export function RightsEditor({ draft, change, isChecked }: RightsEditorProps) {
  const { rights } = texts;
  const catalogue = useSettings().data?.catalogue ?? noNames;
  const faults = isChecked ? faultsOf(draft) : noFaults;
  const replace = (changed: ProjectDraft) =>
    change(draft.map((project) => (project.id === changed.id ? changed : project)));
  return (
    <SpaceBetween size="m">
      {draft.length === 0 && <Box color="text-status-inactive">{rights.none}</Box>}
      {draft.map((project, at) => (
        <ProjectEditor
          key={project.id}
          project={project}
          label={rights.projectAt(at + 1)}
          catalogue={catalogue}
          faults={faults}
          change={replace}
          remove={() => change(draft.filter(({ id }) => id !== project.id))}
        />
      ))}
      <Button iconName="add-plus" formAction="none" onClick={() => change([...draft, newProject()])}>
        {rights.addProject}
      </Button>
    </SpaceBetween>
  );
}
