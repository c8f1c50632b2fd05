import type { Scope } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { texts } from '../texts/texts.ts';
import { coverOf, wildcardsOf } from './scope-cover.ts';

const groups = ['read', 'write', 'execute', 'admin'] as const;

interface ScopeChoiceProps {
  /** All there are: `GET /scopes`. */
  readonly catalogue: readonly Scope[];
  readonly chosen: readonly string[];
  readonly choose: (scopes: readonly string[]) => void;
  /** Why a scope cannot be chosen; null for one that can. */
  readonly whyNot?: (scope: string) => string | null;
}

/** Scopes to choose from, by group, each with what it allows. What a wildcard covers is checked with it. */
export function ScopeChoice({ catalogue, chosen, choose, whyNot }: ScopeChoiceProps) {
  const { scopes } = texts;
  const toggle = (scope: string, isChosen: boolean) =>
    choose(isChosen ? [...chosen, scope] : chosen.filter((each) => each !== scope));
  const option = (scope: string, description: string) => {
    const cover = coverOf(scope, chosen);
    const reason = cover === null ? (whyNot?.(scope) ?? null) : null;
    const isChosen = chosen.includes(scope);
    return (
      <Checkbox
        key={scope}
        checked={isChosen || cover !== null}
        disabled={cover !== null || (reason !== null && !isChosen)}
        description={[description, cover === null ? reason : scopes.coveredBy(cover)]
          .filter(Boolean)
          .join(' · ')}
        onChange={({ detail }) => toggle(scope, detail.checked)}
      >
        <code className="name">{scope}</code>
      </Checkbox>
    );
  };
  const wildcards = wildcardsOf(catalogue.map(({ scope }) => scope));
  return (
    <SpaceBetween size="m">
      {option('*', scopes.everything)}
      <ColumnLayout columns={2} minColumnWidth={240}>
        {groups.map((group) => {
          const own = catalogue.filter((scope) => scope.group === group);
          return own.length === 0 ? null : (
            <fieldset key={group} className="scope-group">
              <Box variant="h4" tagOverride="legend">
                {scopes.groups[group]}
              </Box>
              <SpaceBetween size="xs">
                {own.map(({ scope, description }) => option(scope, description))}
              </SpaceBetween>
            </fieldset>
          );
        })}
      </ColumnLayout>
      <ExpandableSection
        headerText={scopes.wildcards}
        headerDescription={scopes.wildcardsDetail}
        defaultExpanded={chosen.some((scope) => scope.endsWith(':*'))}
      >
        <ColumnLayout columns={2} minColumnWidth={240}>
          {wildcards.map((wildcard) => option(wildcard, scopes.allOf(wildcard.slice(0, -2))))}
        </ColumnLayout>
      </ExpandableSection>
    </SpaceBetween>
  );
}
