import type { Scope } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useScopes } from '../api/deployment.ts';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { texts } from '../texts/texts.ts';
import { coverOf, wildcardsOf } from './scope-cover.ts';

const groups = ['read', 'write', 'execute', 'admin'] as const;
const everything = '*';

interface ScopeChoiceProps {
  readonly chosen: readonly string[];
  readonly choose: (scopes: readonly string[]) => void;
  /** Why a scope cannot be chosen; null for one that can. */
  readonly whyNot?: (scope: string) => string | null;
  /** Chosen scopes that come to nothing. */
  readonly dead?: readonly string[];
}

/** Scopes to choose from, by group, each with what it allows. What a wildcard covers is checked with it. */
export function ScopeChoice(props: ScopeChoiceProps) {
  const { data, error, refetch } = useScopes();
  if (error !== null) return <Failure error={error} retry={() => void refetch()} />;
  return data === undefined ? <Loading /> : <Choice {...props} catalogue={data} />;
}

interface ChoiceProps extends ScopeChoiceProps {
  /** All there are. */
  readonly catalogue: readonly Scope[];
}

function Choice({ catalogue, chosen, choose, whyNot, dead }: ChoiceProps) {
  const { scopes } = texts;
  const toggle = (scope: string, isChosen: boolean) =>
    choose(isChosen ? [...chosen, scope] : chosen.filter((each) => each !== scope));
  const option = (scope: string, description: string) => {
    const cover = coverOf(scope, chosen);
    const reason = cover === null ? (whyNot?.(scope) ?? null) : null;
    const isChosen = chosen.includes(scope);
    const said = [description, cover === null ? reason : scopes.coveredBy(cover)].filter(Boolean);
    return (
      <Checkbox
        key={scope}
        checked={isChosen || cover !== null}
        disabled={cover !== null || (reason !== null && !isChosen)}
        description={
          <>
            {said.join(' · ')}
            {isChosen && dead?.includes(scope) === true && (
              <div>
                <StatusIndicator type="warning">{scopes.dead}</StatusIndicator>
              </div>
            )}
          </>
        }
        onChange={({ detail }) => toggle(scope, detail.checked)}
      >
        <code className="name">{scope}</code>
      </Checkbox>
    );
  };
  const known = catalogue.map(({ scope }) => scope);
  const wildcards = wildcardsOf(known);
  const others = chosen.filter((scope) => ![everything, ...known, ...wildcards].includes(scope));
  return (
    <SpaceBetween size="m">
      {option(everything, scopes.everything)}
      <div className="scope-groups">
        {groups.map((group) => {
          const own = catalogue.filter((scope) => scope.group === group);
          return own.length === 0 ? null : (
            <ScopeGroup key={group} title={scopes.groups[group]}>
              {own.map(({ scope, description }) => option(scope, description))}
            </ScopeGroup>
          );
        })}
        {others.length > 0 && (
          <ScopeGroup title={scopes.others}>{others.map((scope) => option(scope, ''))}</ScopeGroup>
        )}
      </div>
      <ExpandableSection
        headerText={scopes.wildcards}
        headerDescription={scopes.wildcardsDetail}
        defaultExpanded={chosen.some((scope) => scope.endsWith(':*'))}
      >
        <div className="scope-groups">
          {wildcards.map((wildcard) => option(wildcard, scopes.allOf(wildcard.slice(0, -2))))}
        </div>
      </ExpandableSection>
    </SpaceBetween>
  );
}

interface ScopeGroupProps {
  readonly title: string;
  readonly children: readonly ReactNode[];
}

function ScopeGroup({ title, children }: ScopeGroupProps) {
  return (
    <fieldset className="scope-group">
      <Box variant="h4" tagOverride="legend">
        {title}
      </Box>
      <SpaceBetween size="xs">{children}</SpaceBetween>
    </fieldset>
  );
}
