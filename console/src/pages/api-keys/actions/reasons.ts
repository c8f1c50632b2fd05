import type { ApiKey, Principal } from '@latchkey/client';
import { may } from '../../../api/principal.ts';
import { texts } from '../../../texts/texts.ts';

export const keyActions = ['pause', 'resume', 'expiry', 'duplicate', 'rotate', 'delete'] as const;
export type KeyAction = (typeof keyActions)[number];

/** Whether somebody may change a key at all: their own, or any with `api-keys:manage`. */
export function mayChange(principal: Principal, { userId }: Pick<ApiKey, 'userId'>): boolean {
  return userId === principal.userId || may(principal, 'api-keys:manage');
}

/** Why something cannot be done to a key; undefined where it can. */
export function reasonAgainst(action: KeyAction, key: ApiKey, principal: Principal): string | undefined {
  const { actions, page } = texts.apiKey;
  if (!mayChange(principal, key)) return page.notYours;
  if (action === 'pause' && key.status !== 'active') return actions.notActive;
  if (action === 'resume' && key.status !== 'paused') return actions.notPaused;
  if (action === 'duplicate' && key.status === 'paused') return actions.pausedNotDuplicated;
  return undefined;
}
