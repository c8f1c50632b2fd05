import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { isolated } from '../texts/named.tsx';
import { texts } from '../texts/texts.ts';

export interface Step {
  readonly text: string;
  readonly href: string;
}

const TrailContext = createContext<readonly Step[]>([]);
const ShowTrailContext = createContext<(trail: readonly Step[]) => void>(() => {});

export function TrailProvider({ children }: { readonly children: ReactNode }) {
  const [trail, setTrail] = useState<readonly Step[]>([]);
  return (
    <ShowTrailContext value={setTrail}>
      <TrailContext value={trail}>{children}</TrailContext>
    </ShowTrailContext>
  );
}

export function useShownTrail(): readonly Step[] {
  return use(TrailContext);
}

/** Says where a page is: for the breadcrumbs, and, by its last step, for the window's title. */
export function useTrail(...trail: readonly Step[]): void {
  const show = use(ShowTrailContext);
  const key = JSON.stringify(trail);
  useEffect(() => {
    const steps = (JSON.parse(key) as Step[]).map((step) => ({ ...step, text: isolated(step.text) }));
    show(steps);
    document.title = [...steps.slice(-1).map(({ text }) => text), texts.product].join(' – ');
  }, [key, show]);
}
