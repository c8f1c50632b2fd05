import Badge from '@cloudscape-design/components/badge';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useParams } from '@tanstack/react-router';
import { useTrail } from '../../frame/trail.tsx';
import { texts } from '../../texts/texts.ts';
import { Answers } from './answers.tsx';
import { Caller } from './caller.tsx';
import { docsHref, operationHref } from './hrefs.ts';
import { curlLines, typescriptLines } from './lines.ts';
import { Markdown } from './markdown.tsx';
import { NoSuchPage } from './no-such-page.tsx';
import type { OpenApi } from './openapi.ts';
import { type Operation, operationsOf } from './operations.ts';
import { Part } from './part.tsx';
import { JsonSample, Sample } from './sample.tsx';
import { SchemaView, ValueItem } from './schema-view.tsx';
import { WithDocument } from './with-document.tsx';

/** One call of the API: all that there is to know about it. */
export function OperationPage() {
  const { operationId }: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return (
    <WithDocument>
      {(document) => {
        const operation = operationsOf(document).find(({ id }) => id === operationId);
        if (operation === undefined) return <NoSuchPage />;
        return <OperationDetails key={operationId} document={document} operation={operation} />;
      }}
    </WithDocument>
  );
}

interface OperationProps {
  readonly document: OpenApi;
  readonly operation: Operation;
}

function OperationDetails({ document, operation }: OperationProps) {
  const { docs } = texts;
  const { id, summary, description, method, path, parameters, request } = operation;
  useTrail({ text: docs.title, href: docsHref }, { text: summary, href: operationHref(id) });
  const typescript = typescriptLines(operation, document.servers[0].url);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={
            <>
              <Badge>{method}</Badge> <code>{path}</code>
            </>
          }
        >
          {summary}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Container>
          <Markdown>{description}</Markdown>
        </Container>
        <Part title={docs.caller}>
          <Caller document={document} operation={operation} />
        </Part>
        {parameters.length > 0 && (
          <Part title={docs.parameters}>
            <ul className="plain-list schema-members">
              {parameters.map(({ name, in: place, required, schema, description: told = null }) => (
                <ValueItem
                  key={`${place} ${name}`}
                  document={document}
                  schema={schema}
                  name={<code>{name}</code>}
                  note={`${docs.places[place]}, ${required === true ? docs.required : docs.optional}`}
                  description={told}
                />
              ))}
            </ul>
          </Part>
        )}
        {request !== null && (
          <Part title={docs.request}>
            <SpaceBetween size="m">
              <div>
                <SchemaView document={document} schema={request.schema} />
              </div>
              <JsonSample label={docs.example} value={request.example} />
            </SpaceBetween>
          </Part>
        )}
        <Part title={docs.lines}>
          <SpaceBetween size="m">
            <Sample label={docs.curl} text={curlLines(operation)} />
            {typescript !== null && <Sample label={docs.typescript} text={typescript} />}
          </SpaceBetween>
        </Part>
        <Answers document={document} operation={operation} />
      </SpaceBetween>
    </ContentLayout>
  );
}
