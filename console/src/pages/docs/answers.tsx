import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { PageLink } from '../../frame/page-link.tsx';
import { texts } from '../../texts/texts.ts';
import { errorHref } from './hrefs.ts';
import type { OpenApi } from './openapi.ts';
import type { Operation } from './operations.ts';
import { Part } from './part.tsx';
import { JsonSample } from './sample.tsx';
import { SchemaView, ValueItem } from './schema-view.tsx';

interface AnswersProps {
  readonly document: OpenApi;
  readonly operation: Operation;
}

/** What a call is answered with: what it asked for, or why not. */
export function Answers({ document, operation: { answers, refusals } }: AnswersProps) {
  const { docs } = texts;
  return (
    <>
      {answers.map(({ status, description, headers, body }) => (
        <Part key={status} title={docs.answer(String(status), description)}>
          <SpaceBetween size="m">
            {body === null ? (
              <Box variant="p">{docs.noBody}</Box>
            ) : (
              <>
                <div>
                  <SchemaView document={document} schema={body.schema} />
                </div>
                <JsonSample label={docs.example} value={body.example} />
              </>
            )}
            <ExpandableSection headerText={docs.headers}>
              <ul className="plain-list schema-members">
                {headers.map(([name, { schema = {}, description: told = null }]) => (
                  <ValueItem
                    key={name}
                    document={document}
                    schema={schema}
                    name={<code>{name}</code>}
                    note={null}
                    description={told}
                  />
                ))}
              </ul>
            </ExpandableSection>
          </SpaceBetween>
        </Part>
      ))}
      <Part title={docs.errors.ofCall}>
        <ul className="plain-list">
          {refusals.map(({ status, codes }) => (
            <li key={status}>
              <strong>{status}</strong>{' '}
              {codes.map((code, index) => (
                <span key={code}>
                  {index > 0 && ', '}
                  <PageLink href={errorHref(code)}>{code}</PageLink>
                </span>
              ))}
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}
