import { useEffect } from 'react';
import { texts } from '../texts/texts.ts';

/**
 * Menus of rows open at the end of the document, so that no table cuts them off, and so outside of every landmark. Each
 * gets one of its own, by which it can be found.
 */
export function usePopupLandmarks(): void {
  useEffect(() => {
    const observer = new MutationObserver(() => {
      for (const popup of document.querySelectorAll('body > [data-awsui-referrer-id]')) {
        popup.role = 'region';
        popup.ariaLabel = texts.frame.popup;
      }
    });
    observer.observe(document.body, { childList: true });
    return () => observer.disconnect();
  }, []);
}
