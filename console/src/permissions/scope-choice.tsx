import type { Scope } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useId } from 'react';
import { useScopes } from '../api/deployment.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { texts } from '../texts/texts.ts';

const groups = ['read', 'write', 'execute', 'admin'] as const;

interface ScopeChoiceProps {
  readonly chosen: readonly string[];
  readonly change: (scopes: readonly string[]) => void;
  /** Chosen scopes that come to nothing. */
  readonly dead: readonly string[];
}

/** Scopes by what a call can do with them, each with what it allows. */
export function ScopeChoice({ chosen, change, dead }: ScopeChoiceProps) {
  const { data, error, refetch } = useScopes();
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const known = new Set(data.map(({ scope }) => scope));
  const others = chosen.filter((scope) => !known.has(scope));
  const toggle = (scope: string, isChosen: boolean) =>
    change(isChosen ? [...chosen, scope] : chosen.filter((each) => each !== scope));
  const shared = { chosen, dead, toggle };
  const { scopeGroups } = texts.permissions;
  return (
    <div className="scope-groups">
      {groups.map((group) => {
        const scopes = data.filter((scope) => scope.group === group);
        return (
          scopes.length > 0 && <Group key={group} label={scopeGroups[group]} scopes={scopes} {...shared} />
        );
      })}
      {others.length > 0 && (
        <Group
          label={scopeGroups.other}
          scopes={others.map((scope) => ({ scope, description: '' }))}
          {...shared}
        />
      )}
    </div>
  );
}

interface GroupProps {
  readonly label: string;
  readonly scopes: readonly Pick<Scope, 'scope' | 'description'>[];
  readonly chosen: readonly string[];
  readonly dead: readonly string[];
  readonly toggle: (scope: string, isChosen: boolean) => void;
}

function Group({ label, scopes, chosen, dead, toggle }: GroupProps) {
  const labelId = useId();
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset's legend cannot be laid out as the labels beside it
    <div role="group" aria-labelledby={labelId}>
      <Box variant="awsui-key-label" id={labelId}>
        {label}
      </Box>
      <SpaceBetween size="xxs">
        {scopes.map(({ scope, description }) => (
          <Checkbox
            key={scope}
            checked={chosen.includes(scope)}
            description={
              <>
                {description}
                {dead.includes(scope) && (
                  <div>
                    <StatusIndicator type="warning">{texts.permissions.dead}</StatusIndicator>
                  </div>
                )}
              </>
            }
            onChange={({ detail }) => toggle(scope, detail.checked)}
          >
            <code className="name">{scope}</code>
          </Checkbox>
        ))}
      </SpaceBetween>
    </div>
  );
}
