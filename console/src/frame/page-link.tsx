import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useFollow } from './follow.ts';

interface PageLinkProps {
  readonly href: string;
  readonly children: ReactNode;
}

/** A link to a page of the console. */
export function PageLink({ href, children }: PageLinkProps) {
  const follow = useFollow();
  return (
    <Link href={href} onFollow={follow}>
      {children}
    </Link>
  );
}
