import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { PageLink } from '../../frame/page-link.tsx';
import { useTrail } from '../../frame/trail.tsx';
import { texts } from '../../texts/texts.ts';
import { docsHref } from './hrefs.ts';

/** Stands where an address names no call, and no code, of the API. */
export function NoSuchPage() {
  useTrail({ text: texts.docs.notFound, href: docsHref });
  return (
    <ContentLayout header={<Header variant="h1">{texts.docs.notFound}</Header>}>
      <PageLink href={docsHref}>{texts.docs.toStart}</PageLink>
    </ContentLayout>
  );
}
