import Box from '@cloudscape-design/components/box';
import { texts } from '../../texts/texts.ts';
import { Markdown } from './markdown.tsx';
import type { OpenApi } from './openapi.ts';
import type { Operation } from './operations.ts';

interface CallerProps {
  readonly document: OpenApi;
  readonly operation: Operation;
}

/** Who may make a call. */
export function Caller({ document, operation }: CallerProps) {
  const { docs } = texts;
  const { isPublic, tag, scopes, refusals } = operation;
  if (isPublic) return <Box variant="p">{docs.everybody}</Box>;
  const ofTag = document.tags.find(({ name }) => name === tag)?.description ?? '';
  const refusesEndUsers = refusals.some(({ codes }) => codes.includes('END_USER_KEY'));
  return (
    <>
      {scopes.length === 0 ? (
        <>
          <Box variant="p">{docs.anyCaller}</Box>
          <Markdown>{ofTag}</Markdown>
        </>
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
