import type { Settings } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { texts } from '../texts/texts.ts';
import { ProjectEditor } from './project-editor.tsx';
import { newProject, type ProjectDraft, type RightsDraft, type RightsFaults } from './rights-draft.ts';

interface RightsEditorProps {
  readonly draft: RightsDraft;
  readonly change: (draft: RightsDraft) => void;
  /** Names to pick from: `catalogue` of `GET /settings`. */
  readonly catalogue: Settings['catalogue'];
  /** Shown once somebody has tried to save. */
  readonly faults: RightsFaults;
}

/** Edits what is allowed in projects: read or write on modules, and actions on environments. */
export function RightsEditor({ draft, change, catalogue, faults }: RightsEditorProps) {
  const { rights } = texts;
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
      <Button iconName="add-plus" onClick={() => change([...draft, newProject()])}>
        {rights.addProject}
      </Button>
    </SpaceBetween>
  );
}
