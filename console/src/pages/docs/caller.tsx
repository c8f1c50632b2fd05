import Box from '@cloudscape-design/components/box';
import { texts } from '../../texts/texts.ts';
import type { Operation } from './operations.ts';

/** Who may make a call. */
export function Caller({ operation }: { readonly operation: Operation }) {
  const { docs } = texts;
  const { isPublic, scopes, refusals } = operation;
  if (isPublic) return <Box variant="p">{docs.everybody}</Box>;
  const refusesEndUsers = refusals.some(({ codes }) => codes.includes('END_USER_KEY'));
  return (
    <>
      {scopes.length === 0 ? (
        <Box variant="p">{docs.anyCaller}</Box>
      ) : (
        <>
          <Box variant="p">{scopes.length === 1 ? docs.oneScope : docs.anyScope}</Box>
          <ul>
            {scopes.map((scope) => (
              <li key={scope}>
                <code>{scope}</code>
              </li>
            ))}
          </ul>
        </>
      )}
      <Box variant="p">{refusesEndUsers ? docs.noEndUserKeys : docs.endUserKeys}</Box>
    </>
  );
}
