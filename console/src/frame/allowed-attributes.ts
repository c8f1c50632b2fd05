import { useEffect } from 'react';

/**
 * Takes `aria-orientation` off the navigation of narrow windows: Cloudscape's layout puts it there, and ARIA allows it on
 * no element of that role, so that screen readers may drop the whole.
 */
export function useAllowedAttributes(): void {
  useEffect(() => {
    const mend = () => {
      for (const navigation of document.querySelectorAll('nav[aria-orientation]'))
        navigation.removeAttribute('aria-orientation');
    };
    const observer = new MutationObserver(mend);
    observer.observe(document.body, { childList: true, subtree: true });
    mend();
    return () => observer.disconnect();
  }, []);
}
