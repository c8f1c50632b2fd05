import type { SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { texts } from '../../texts/texts.ts';
import { errorsHref, operationHref } from './hrefs.ts';
import type { OpenApi } from './openapi.ts';
import { operationsOf } from './operations.ts';

/** The side navigation of the reference: calls by tag, then the codes. */
export function entriesOf(document: OpenApi | undefined, apiUrl: string): SideNavigationProps.Item[] {
  const operations = document === undefined ? [] : operationsOf(document);
  const sections = (document?.tags ?? []).map(
    ({ name }): SideNavigationProps.Item => ({
      type: 'section',
      text: name,
      items: operations
        .filter(({ tag }) => tag === name)
        .map(({ id, summary }) => ({ type: 'link', text: summary, href: operationHref(id) })),
    }),
  );
  return [
    ...sections,
    { type: 'divider' },
    { type: 'link', text: texts.docs.errors.title, href: errorsHref },
    {
      type: 'link',
      text: texts.docs.document,
      href: `${apiUrl}/openapi.json`,
      external: true,
      externalIconAriaLabel: texts.docs.opensTab,
    },
  ];
}
