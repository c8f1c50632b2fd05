import type { Quota } from '../capacity/quotas.ts';
import type { Answer } from './account.ts';

/** What one check says. */
export interface Finding {
  /** It fits, it does not, or the account did not tell. */
  readonly state: 'ok' | 'short' | 'unknown';
  /** A sentence for the operator. */
  readonly says: string;
  /** What to do about it, where it does not fit. */
  readonly remedy?: string;
}

export function ok(says: string): Finding {
  return { state: 'ok', says };
}

export function short(says: string, remedy: string): Finding {
  return { state: 'short', says, remedy };
}

/** Judges what is known; what is not known becomes a finding of its own. */
export function whenKnown<T>(
  subject: string,
  answer: Answer<T>,
  judge: (value: T) => readonly Finding[],
): readonly Finding[] {
  if ('value' in answer) return judge(answer.value);
  return [{ state: 'unknown', says: `${subject} could not be checked: ${answer.reason}.` }];
}

/** A number as people write it, `12,000`. */
export function figure(value: number): string {
  return value.toLocaleString('en-US');
}

/** How to ask AWS for more. */
export function askFor(value: number, { service, name, code }: Quota, verb: 'Ask' | 'ask' = 'Ask'): string {
  return `${verb} Service Quotas for ${figure(value)} of "${name}" (${service}, ${code})`;
}
