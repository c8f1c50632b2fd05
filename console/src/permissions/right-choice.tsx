import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { texts } from '../texts/texts.ts';
import { environmentActions, type EnvironmentAction, type ModuleDraft } from './rights-draft.ts';

interface ModuleRightProps {
  readonly right: ModuleDraft['right'];
  readonly choose: (right: ModuleDraft['right']) => void;
}

/** Read, or read and write. */
export function ModuleRight({ right, choose }: ModuleRightProps) {
  const { rights } = texts;
  const options = (['read', 'write'] as const).map((value) => ({ value, label: rights.moduleRights[value] }));
  return (
    <FormField label={rights.right} stretch>
      <Select
        options={options}
        selectedOption={options.find(({ value }) => value === right) ?? null}
        onChange={({ detail }) => choose(detail.selectedOption.value === 'write' ? 'write' : 'read')}
      />
    </FormField>
  );
}

interface EnvironmentActionsProps {
  readonly actions: readonly EnvironmentAction[];
  readonly errorText: string | undefined;
  readonly choose: (actions: readonly EnvironmentAction[]) => void;
}

/** Any of what can be done in an environment. */
export function EnvironmentActions({ actions, errorText, choose }: EnvironmentActionsProps) {
  const { rights } = texts;
  const isChosen = (action: EnvironmentAction) => actions.includes(action);
  const isWrong = errorText !== undefined;
  return (
    <fieldset className="rights-actions" {...(isWrong && { 'data-invalid': true })}>
      <Box variant="awsui-key-label" tagOverride="legend">
        {rights.actions}
      </Box>
      <SpaceBetween direction="horizontal" size="m">
        {environmentActions.map((action) => (
          <Checkbox
            key={action}
            checked={isChosen(action)}
            onChange={({ detail }) =>
              choose(environmentActions.filter((each) => (each === action ? detail.checked : isChosen(each))))
            }
          >
            {rights.verbs[action]}
          </Checkbox>
        ))}
      </SpaceBetween>
      {isWrong && <StatusIndicator type="error">{errorText}</StatusIndicator>}
    </fieldset>
  );
}
