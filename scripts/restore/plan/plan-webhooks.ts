import { refuseOneMore } from '../../../lambdas/domain/webhooks/check-endpoint.ts';
import { isOwner } from '../../../lambdas/domain/webhooks/endpoint-rights.ts';
import type { Endpoint } from '../../../lambdas/domain/webhooks/endpoint.ts';
import { urlInEvents } from '../../../lambdas/domain/webhooks/url-in-events.ts';
import type { User } from '../../../lambdas/domain/people/user.ts';
import { replayWebhook } from '../replay/replay-webhook.ts';
import type { Plan } from './planned.ts';
import type { Situation } from './situation.ts';
import type { Targets } from './targets.ts';

/** The webhooks that the live tables lack, as they were last; disabled where that is not certain. */
export function planWebhooks(
  { copy, live }: Situation,
  targets: Targets,
  planned: readonly User[],
): Pick<Plan, 'webhooks' | 'lostWebhooks'> {
  const users = new Map([...live.users, ...planned.map((user) => [user.userId, user] as const)]);
  const allowance = new Allowance(live.webhooks.values());
  const [webhooks, lostWebhooks]: [Endpoint[], Endpoint[]] = [[], []];
  for (const id of targets.missing('webhook')) {
    const before = copy.webhooks.get(id);
    const told = before && { ...before, url: urlInEvents(before.url) };
    const settled = targets.settle('webhook', id, told, replayWebhook);
    if (settled === null) continue;
    const { state } = settled;
    if (before === undefined) {
      lostWebhooks.push(state);
      continue;
    }
    const { userId } = state;
    const owner = users.get(userId);
    const isOwned = owner !== undefined && isOwner(owner, state) && !targets.isForeign('user', userId);
    const refusal = isOwned
      ? allowance.refusal(state)
      : `its owner ${userId} is not there any more, or was made anew`;
    if (refusal !== null) {
      targets.doubt('webhook', id, `${refusal}; it does not come back`);
      continue;
    }
    allowance.count(state);
    const { webhook, doubt } = settledWebhook(before, state, settled.doubt);
    if (doubt !== null) targets.doubt('webhook', id, doubt);
    webhooks.push(webhook);
  }
  return { webhooks, lostWebhooks };
}

/**
 * A webhook with its whole URL: that of the copy, unless the log tells another whole.
 *
 * @param state with its URL as events have it
 * @param doubt what the log leaves open; null for nothing
 */
function settledWebhook(
  before: Endpoint,
  state: Endpoint,
  doubt: string | null,
): { readonly webhook: Endpoint; readonly doubt: string | null } {
  const url = [before.url, state.url].find((each) => urlInEvents(each) === state.url);
  const webhook = { ...state, url: url === undefined ? before.url : url };
  if (doubt !== null) {
    const told = `${doubt}; it comes back disabled, and needs another secret`;
    return { webhook: disabled(withoutSecrets(webhook, before)), doubt: told };
  }
  if (url !== undefined) return { webhook, doubt };
  const told = 'its URL was changed after the copy, and the log does not tell it';
  return { webhook: disabled(webhook), doubt: `${told}; it comes back disabled, with the former one` };
}

function disabled(webhook: Endpoint): Endpoint {
  return { ...webhook, status: 'disabled', disabledReason: webhook.disabledReason ?? 'request' };
}

/** Each version that nobody tells of may have been a rotation: none of the secrets before signs again. */
function withoutSecrets(webhook: Endpoint, before: Endpoint): Endpoint {
  const passed = webhook.version - before.version;
  const isSigned = webhook.secretVersion > 0;
  return {
    ...webhook,
    secretVersion: isSigned ? webhook.secretVersion + passed + 1 : 0,
    formerMasterVersion: null,
    formerSecretEndsAt: null,
  };
}

/** How many webhooks there may be still, counted as the store counts them. */
class Allowance {
  readonly #counts = new Map<string, number>();

  constructor(webhooks: Iterable<Endpoint>) {
    for (const webhook of webhooks) this.count(webhook);
  }

  count(webhook: Endpoint): void {
    this.#counts.set(groupOf(webhook), this.#countOf(webhook) + 1);
  }

  /** Null where there may be one more. */
  refusal(webhook: Endpoint): string | null {
    const count = this.#countOf(webhook);
    return refuseOneMore(webhook.scope, { own: count, all: count })?.message ?? null;
  }

  #countOf(webhook: Endpoint): number {
    return this.#counts.get(groupOf(webhook)) ?? 0;
  }
}

function groupOf({ scope, userId, ownerSince }: Endpoint): string {
  return scope === 'all' ? scope : `${ownerSince} ${userId}`;
}
