import type { ProtectedRoute } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import { Named } from '../../texts/named.tsx';
import { texts } from '../../texts/texts.ts';

/** What a call to a route needs: all of its scopes, and a right in a project. */
export function RouteNeeds({ route }: { readonly route: ProtectedRoute }) {
  const { scopes = [], action } = route;
  const right = rightOf(route);
  if (scopes.length === 0 && action === undefined) {
    return <Box color="text-body-secondary">{texts.apis.anyKey}</Box>;
  }
  return (
    <>
      {scopes.map((scope) => (
        <div key={scope}>
          <code className="name">{scope}</code>
        </div>
      ))}
      {right !== null && <Named>{right}</Named>}
    </>
  );
}

/** The right as a line, such as `{project} / Module {model}: Read`. */
export function rightOf({ project, module, environment, action }: ProtectedRoute): string | null {
  if (project === undefined || action === undefined) return null;
  const { rights } = texts;
  const target =
    module === undefined
      ? `${rights.kinds.environment} ${environment ?? ''}`
      : `${rights.kinds.module} ${module}`;
  return rights.line(project, target, rights.verbs[action]);
}
