import { PageLink } from '../../frame/page-link.tsx';
import { texts } from '../../texts/texts.ts';
import { errorHref } from './hrefs.ts';
import type { CodeUse } from './operations.ts';

/** Codes with their statuses, each with a link to its page. */
export function CodeLinks({ codes }: { readonly codes: readonly CodeUse[] }) {
  const { statuses: words, elsewhere } = texts.docs.errors;
  return (
    <ul className="plain-list">
      {codes.map(({ code, statuses }) => (
        <li key={code}>
          <PageLink href={errorHref(code)}>{code}</PageLink>{' '}
          {statuses.length === 0 ? elsewhere : words(statuses.join(', '))}
        </li>
      ))}
    </ul>
  );
}
