import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { Empty } from '../states/empty.tsx';
import { Failure } from '../states/failure.tsx';
import { texts as catalogue } from '../texts/texts.ts';
import type { ListPage } from './use-page.ts';

export interface NothingTexts {
  readonly title: string;
  readonly detail?: string;
  /** @default the title */
  readonly noMatch?: string;
}

interface NothingListedProps {
  readonly page: ListPage<unknown>;
  readonly texts: NothingTexts;
  /** Takes all filters away; undefined where there are none. */
  readonly clear: (() => void) | undefined;
  readonly action: ReactNode;
}

/** Why there is no row, and what to do about it. */
export function NothingListed({ page, texts, clear, action }: NothingListedProps) {
  if (page.error !== null) return <Failure error={page.error} retry={page.refresh} />;
  if (page.state === 'searching' || page.state === 'stopped') return null;
  const { title, detail, noMatch = title } = texts;
  if (clear === undefined)
    return <Empty title={title} {...(detail !== undefined && { detail })} action={action} />;
  return <Empty title={noMatch} action={<Button onClick={clear}>{catalogue.states.clearFilters}</Button>} />;
}
