import { useTrail } from '../../frame/trail.tsx';
import { texts } from '../../texts/texts.ts';
import { HygieneTable } from './hygiene-table.tsx';

/** Which keys to look after, and where to do it. */
export function HygienePage() {
  useTrail({ text: texts.hygiene.title, href: '/hygiene' });
  return <HygieneTable />;
}
