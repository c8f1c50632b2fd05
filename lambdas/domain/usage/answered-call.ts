import type { UsageLine, UsageOutcome } from '../../contract/usage.ts';
import { maskSecrets } from '../keys/mask-secrets.ts';
import { isoTime } from '../time.ts';
import { withoutUnseen } from '../unseen-characters.ts';

/**
 * A User-Agent as it may be stored: what nobody sees left out, keys in it masked, then cut to 256 characters; null
 * where none was sent.
 */
export function describeUserAgent(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const maxLength = 256;
  return maskSecrets(withoutUnseen(text)).slice(0, maxLength).toWellFormed();
}

/** Refused is what the status says is: anything else that is no success has failed. */
export function outcomeOf(status: number | null): UsageOutcome {
  if (status === null || status < 400) return 'success';
  return status === 401 || status === 403 || status === 429 ? 'denied' : 'error';
}

/** A call with a key that has been answered. */
export type AnsweredCall = Omit<UsageLine['usage'], 'at' | 'outcome' | 'latencyMs'> & {
  /** Milliseconds since the epoch, as API Gateway took it down. */
  readonly arrivedAtMs: number;
};

/** The usage line of a call; clocks that differ make it no less than nothing long. */
export function describeCall({ arrivedAtMs, ...call }: AnsweredCall, nowMs: number): UsageLine {
  return {
    usage: {
      ...call,
      at: isoTime(nowMs),
      outcome: outcomeOf(call.status),
      latencyMs: Math.max(0, nowMs - arrivedAtMs),
    },
  };
}
