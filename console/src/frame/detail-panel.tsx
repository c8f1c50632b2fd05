import type { AppLayoutToolbarProps } from '@cloudscape-design/components/app-layout-toolbar';
import { createContext, type ReactNode, type RefObject, use, useEffect, useRef, useState } from 'react';

export interface DetailPanel {
  /** Of what is shown: the focus moves into the panel when it is another. */
  readonly id: string;
  /** A `SplitPanel`. */
  readonly content: ReactNode;
  readonly close: () => void;
}

const PanelContext = createContext<DetailPanel | null>(null);
const ShowPanelContext = createContext<(panel: DetailPanel | null) => void>(() => {});

export function DetailPanelProvider({ children }: { readonly children: ReactNode }) {
  const [panel, setPanel] = useState<DetailPanel | null>(null);
  return (
    <ShowPanelContext value={setPanel}>
      <PanelContext value={panel}>{children}</PanelContext>
    </ShowPanelContext>
  );
}

export function useShownDetailPanel(): DetailPanel | null {
  return use(PanelContext);
}

/** Moves the focus into details that are opened, and back to where it was when they are closed. */
export function usePanelFocus(id: string | null, layout: RefObject<AppLayoutToolbarProps.Ref | null>): void {
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    opener.current = document.activeElement;
    layout.current?.focusSplitPanel();
    return () => {
      if (opener.current instanceof HTMLElement && opener.current.isConnected) opener.current.focus();
    };
  }, [id, layout]);
}

/** Shows details beside a page, as long as it stands; null for none. Give the same object until they are others. */
export function useDetailPanel(panel: DetailPanel | null): void {
  const show = use(ShowPanelContext);
  useEffect(() => {
    show(panel);
    return () => show(null);
  }, [panel, show]);
}
