import type { Principal } from '@latchkey/client';
import { may } from '../api/principal.ts';
import { texts } from '../texts/texts.ts';

interface Entry {
  readonly text: string;
  readonly href: string;
  /** Whether somebody may see anything there; left out where everybody does. */
  readonly isFor?: (principal: Principal) => boolean;
}

/** The pages of the side navigation, in their order. */
const entries: readonly Entry[] = [
  { text: texts.overview.title, href: '/overview' },
  { text: texts.keys.title, href: '/api-keys' },
  { text: texts.hygiene.title, href: '/hygiene' },
  { text: texts.audit.title, href: '/audit-log', isFor: (principal) => may(principal, 'audit:read') },
];

/** Those that somebody may see. */
export function navigationOf(principal: Principal): { readonly text: string; readonly href: string }[] {
  return entries.filter(({ isFor }) => isFor?.(principal) ?? true).map(({ text, href }) => ({ text, href }));
}
