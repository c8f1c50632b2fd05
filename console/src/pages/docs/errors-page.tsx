import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useTrail } from '../../frame/trail.tsx';
import { texts } from '../../texts/texts.ts';
import { CodeLinks } from './code-links.tsx';
import { docsHref, errorsHref } from './hrefs.ts';
import { codesIn } from './operations.ts';
import { Part } from './part.tsx';
import { SchemaView } from './schema-view.tsx';
import { WithDocument } from './with-document.tsx';

/** What a refusal looks like, and every code that it can have. */
export function ErrorsPage() {
  const { errors } = texts.docs;
  useTrail({ text: texts.docs.title, href: docsHref }, { text: errors.title, href: errorsHref });
  return (
    <WithDocument>
      {(document) => (
        <ContentLayout
          header={
            <Header variant="h1" description={errors.description}>
              {errors.title}
            </Header>
          }
        >
          <SpaceBetween size="l">
            <Part title={errors.codes}>
              <CodeLinks codes={codesIn(document)} />
            </Part>
            <Part title={errors.shape}>
              <SchemaView document={document} schema={{ $ref: '#/components/schemas/Problem' }} />
            </Part>
          </SpaceBetween>
        </ContentLayout>
      )}
    </WithDocument>
  );
}
