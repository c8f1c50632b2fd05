import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { Named } from '../texts/named.tsx';
import { Failure } from './failure.tsx';
import { Loading } from './loading.tsx';

interface PagePendingProps {
  /** The title that the page will have. */
  readonly title: string;
  /** Why it cannot be shown; null while it is being read. */
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Stands in the place of a page until what it is about has been read, or says why it was not. */
export function PagePending({ title, error, retry }: PagePendingProps) {
  return (
    <ContentLayout
      header={
        <Header variant="h1">
          <Named>{title}</Named>
        </Header>
      }
    >
      {error === null ? <Loading /> : <Failure error={error} retry={retry} />}
    </ContentLayout>
  );
}
