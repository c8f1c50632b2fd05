import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTrail } from '../../frame/trail.tsx';
import { textOf } from '../../listing/paging.ts';
import { SearchField } from '../../listing/search-field.tsx';
import { Empty } from '../../states/empty.tsx';
import { formatNumber } from '../../texts/formats.ts';
import { texts } from '../../texts/texts.ts';
import { writePlainSearch } from '../../plain-search.ts';
import { CodeLinks } from './code-links.tsx';
import { docsHref } from './hrefs.ts';
import { Markdown } from './markdown.tsx';
import type { OpenApi } from './openapi.ts';
import { OperationLinks } from './operation-links.tsx';
import { codesIn, hasWords, matches, operationsOf } from './operations.ts';
import { WithDocument } from './with-document.tsx';

/** Where the reference begins: how to call, every call by its tag, every code. */
export function OverviewPage() {
  useTrail({ text: texts.docs.title, href: docsHref });
  return <WithDocument>{(document) => <Overview document={document} />}</WithDocument>;
}

function Overview({ document }: { readonly document: OpenApi }) {
  const [search, setSearch] = useSearchWords();
  const operations = operationsOf(document).filter((each) => matches(each, search));
  const codes = codesIn(document).filter(({ code }) => hasWords(code, search));
  const found = operations.length + codes.length;
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={texts.docs.description(document.servers[0].url)}>
          {texts.docs.title}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <SearchField label={texts.docs.search} value={search} change={setSearch} />
        <output className="said-only">{search === '' ? '' : texts.docs.found(formatNumber(found))}</output>
        {search === '' && (
          <Container header={<Header variant="h2">{texts.docs.introduction}</Header>}>
            <Markdown>{document.info.description}</Markdown>
          </Container>
        )}
        {document.tags.map(({ name, description }) => {
          const own = operations.filter(({ tag }) => tag === name);
          if (own.length === 0) return null;
          return (
            <Container key={name} header={<Header variant="h2">{name}</Header>}>
              <Markdown>{description}</Markdown>
              <OperationLinks operations={own} />
            </Container>
          );
        })}
        {codes.length > 0 && (
          <Container header={<Header variant="h2">{texts.docs.errors.title}</Header>}>
            <Box variant="p">{texts.docs.errors.description}</Box>
            <CodeLinks codes={codes} />
          </Container>
        )}
        {found === 0 && (
          <Empty
            title={texts.docs.noMatch}
            detail={texts.docs.noMatchDetail}
            action={<Button onClick={() => setSearch('')}>{texts.docs.clearSearch}</Button>}
          />
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}

/** What is searched for stands in the address, which has one place in the history however much is typed. */
function useSearchWords(): [search: string, change: (search: string) => void] {
  const { history } = useRouter();
  const search = textOf(useSearch({ strict: false }), 'search') ?? '';
  const change = useCallback(
    (words: string) =>
      history.replace(`${docsHref}${writePlainSearch({ search: words === '' ? undefined : words })}`),
    [history],
  );
  return [search, change];
}
