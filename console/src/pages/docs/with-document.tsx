import type { ReactNode } from 'react';
import { PagePending } from '../../states/page-pending.tsx';
import { texts } from '../../texts/texts.ts';
import type { OpenApi } from './openapi.ts';
import { useOpenApi } from './services.ts';

interface WithDocumentProps {
  readonly children: (document: OpenApi) => ReactNode;
}

/** A page that needs the document: stands in its place until that is there, or says why it is not. */
export function WithDocument({ children }: WithDocumentProps) {
  const { data, error, refetch } = useOpenApi();
  if (data === undefined) {
    return <PagePending title={texts.docs.title} error={error} retry={() => void refetch()} />;
  }
  return children(data);
}
