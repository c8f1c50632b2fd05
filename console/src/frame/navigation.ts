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
  { text: texts.users.title, href: '/users', isFor: (principal) => mayRead(principal, 'users') },
  { text: texts.roles.title, href: '/roles', isFor: (principal) => mayRead(principal, 'roles') },
  { text: texts.apis.title, href: '/apis', isFor: (principal) => mayRead(principal, 'apis') },
  { text: texts.webhooks.title, href: '/webhooks' },
  { text: texts.audit.title, href: '/audit-log', isFor: (principal) => may(principal, 'audit:read') },
];

/** Whoever manages something may read it. */
function mayRead(principal: Principal, resource: 'users' | 'roles' | 'apis'): boolean {
  return may(principal, `${resource}:read`) || may(principal, `${resource}:manage`);
}

/** Those that somebody may see. */
export function navigationOf(principal: Principal): { readonly text: string; readonly href: string }[] {
  return entries.filter(({ isFor }) => isFor?.(principal) ?? true).map(({ text, href }) => ({ text, href }));
}
