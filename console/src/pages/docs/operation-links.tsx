import { PageLink } from '../../frame/page-link.tsx';
import { operationHref } from './hrefs.ts';
import type { Operation } from './operations.ts';

/** Calls of the API, each with a link to what is told of it. */
export function OperationLinks({ operations }: { readonly operations: readonly Operation[] }) {
  return (
    <ul className="plain-list">
      {operations.map(({ id, summary, method, path }) => (
        <li key={id}>
          <PageLink href={operationHref(id)}>{summary}</PageLink>{' '}
          <code>
            {method} {path}
          </code>
        </li>
      ))}
    </ul>
  );
}
