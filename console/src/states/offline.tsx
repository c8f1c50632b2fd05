import Alert from '@cloudscape-design/components/alert';
import { useSyncExternalStore } from 'react';
import { texts } from '../texts/texts.ts';

/** Says that there is no network, as long as there is none. */
export function Offline() {
  const isOnline = useSyncExternalStore(listen, () => navigator.onLine);
  if (isOnline) return null;
  return (
    <Alert type="warning" header={texts.states.offline}>
      {texts.states.offlineDetail}
    </Alert>
  );
}

function listen(listener: () => void): () => void {
  for (const type of ['online', 'offline']) window.addEventListener(type, listener);
  return () => {
    for (const type of ['online', 'offline']) window.removeEventListener(type, listener);
  };
}
