import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, use, useMemo, useState } from 'react';
import { texts } from '../texts/texts.ts';

export interface Notification {
  readonly type: 'success' | 'error' | 'warning' | 'info';
  readonly header?: ReactNode;
  readonly content?: ReactNode;
}

type Notify = (notification: Notification) => void;

const NotifyContext = createContext<Notify>(() => {});
const ItemsContext = createContext<readonly FlashbarProps.MessageDefinition[]>([]);

/** Keeps what pages have to say about what was done, also when another page has come. */
export function NotificationsProvider({ children }: { readonly children: ReactNode }) {
  const [items, setItems] = useState<readonly FlashbarProps.MessageDefinition[]>([]);
  const notify = useMemo<Notify>(
    () => (notification) => {
      const id = crypto.randomUUID();
      const dismiss = () => setItems((all) => all.filter((item) => item.id !== id));
      const item = { ...notification, id, dismissible: true, dismissLabel: texts.frame.close };
      // What was said last lies on top of the stack.
      setItems((all) => [{ ...item, onDismiss: dismiss }, ...all]);
    },
    [],
  );
  return (
    <NotifyContext value={notify}>
      <ItemsContext value={items}>{children}</ItemsContext>
    </NotifyContext>
  );
}

/** How a page says what was done: `notify({ type: 'success', content: … })`. */
export function useNotify(): Notify {
  return use(NotifyContext);
}

export function Notifications() {
  return <Flashbar items={[...use(ItemsContext)]} stackItems />;
}
