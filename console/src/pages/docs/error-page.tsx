import { NotFoundError } from '@latchkey/client';
import Box from '@cloudscape-design/components/box';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useParams } from '@tanstack/react-router';
import { useTrail } from '../../frame/trail.tsx';
import { Failure } from '../../states/failure.tsx';
import { PagePending } from '../../states/page-pending.tsx';
import { texts } from '../../texts/texts.ts';
import { docsHref, errorHref, errorsHref } from './hrefs.ts';
import { Sentence } from './markdown.tsx';
import { NoSuchPage } from './no-such-page.tsx';
import { OperationLinks } from './operation-links.tsx';
import { codesIn } from './operations.ts';
import { Part } from './part.tsx';
import { useDocs, useOpenApi, useProblem } from './services.ts';

/** What a code means: whoever opens the `type` of a problem comes here. Its facts are those that programs get there. */
export function ErrorPage() {
  const { code = '' }: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const { error } = useProblem(code);
  return error instanceof NotFoundError ? <NoSuchPage /> : <CodePage key={code} code={code} />;
}

function CodePage({ code }: { readonly code: string }) {
  const { errors, title } = texts.docs;
  useTrail(
    { text: title, href: docsHref },
    { text: errors.title, href: errorsHref },
    { text: code, href: errorHref(code) },
  );
  const { configuration } = useDocs();
  const { data, error, refetch } = useProblem(code);
  const { data: document, error: documentError, refetch: refetchDocument } = useOpenApi();
  const retry = () => {
    if (error !== null) void refetch();
    if (documentError !== null) void refetchDocument();
  };
  if (data === undefined) return <PagePending title={code} error={error} retry={retry} />;
  const operations =
    document === undefined ? [] : (codesIn(document).find((each) => each.code === code)?.operations ?? []);
  const parts = [
    [errors.happened, data.meaning],
    [errors.remedy, data.remedy],
    [errors.retry, data.retry],
  ] as const;
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={`${errors.statuses(data.statuses.join(', '))} · ${data.title}`}>
          {code}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {parts.map(([heading, text]) => (
          <Part key={heading} title={heading}>
            <Box variant="p">
              <Sentence>{text}</Sentence>
            </Box>
          </Part>
        ))}
        <Part title={errors.type}>
          <code>{`${document?.servers[0].url ?? configuration.apiUrl}/problems/${code}`}</code>
        </Part>
        {documentError !== null && <Failure error={documentError} retry={retry} />}
        {operations.length > 0 && (
          <Part title={errors.operations}>
            <OperationLinks operations={operations} />
          </Part>
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}
