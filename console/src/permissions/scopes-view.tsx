import type { Scope } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import { texts } from '../texts/texts.ts';

const groups = ['read', 'write', 'execute', 'admin'] as const;

interface ScopesViewProps {
  readonly scopes: readonly string[];
  /** Empty while it is not known: scopes are shown without what they allow then. */
  readonly catalogue: readonly Scope[];
}

/** Scopes by group, each with what it allows; wildcards first. */
export function ScopesView({ scopes, catalogue }: ScopesViewProps) {
  if (scopes.length === 0) return <Box color="text-status-inactive">{texts.scopes.none}</Box>;
  const known = catalogue.filter(({ scope }) => scopes.includes(scope));
  const others = scopes.filter((scope) => known.every((each) => each.scope !== scope));
  const wildcard = (scope: string) => {
    if (scope === '*') return texts.scopes.everything;
    return scope.endsWith(':*') ? texts.scopes.allOf(scope.slice(0, -2)) : '';
  };
  const parts = [
    { title: null, scopes: others.map((scope) => ({ scope, description: wildcard(scope) })) },
    ...groups.map((group) => ({
      title: texts.scopes.groups[group],
      scopes: known.filter((scope) => scope.group === group),
    })),
  ].filter((part) => part.scopes.length > 0);
  return (
    <ColumnLayout columns={2} minColumnWidth={240}>
      {parts.map((part) => (
        <div key={part.title ?? ''}>
          {part.title !== null && (
            <Box variant="h4" tagOverride="h3">
              {part.title}
            </Box>
          )}
          <ul className="plain-list">
            {part.scopes.map(({ scope, description }) => (
              <li key={scope}>
                <code className="name">{scope}</code>
                {description !== '' && (
                  <Box variant="small" display="block">
                    {description}
                  </Box>
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </ColumnLayout>
  );
}
