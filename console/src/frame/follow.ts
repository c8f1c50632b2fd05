import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

interface FollowEvent {
  readonly detail: { readonly href?: string | undefined; readonly external?: boolean | undefined };
  preventDefault(): void;
}

/** For `onFollow` of Cloudscape's links: pages of the console are opened without loading it again. */
export function useFollow(): (event: FollowEvent) => void {
  const router = useRouter();
  return useCallback(
    (event) => {
      const { href, external } = event.detail;
      if (href === undefined || external === true || !href.startsWith('/')) return;
      event.preventDefault();
      router.history.push(href);
    },
    [router],
  );
}
