import type { AuditEvent } from '../../lambdas/domain/audit/audit.ts';
import { dayMs, minuteMs } from '../../lambdas/domain/time.ts';

/** What the API shows of a key, as far as notices go by it. */
interface Shown {
  readonly updatedAt: string;
  readonly expiresAt: string | null;
  readonly rotationEndsAt: string | null;
  readonly lastRotatedAt: string | null;
}

interface State extends Shown {
  readonly from: number;
}

/** A notice of this name is to come in this time: once, or at most once where the key was changed in it. */
interface Window {
  readonly name: string;
  readonly from: number;
  readonly until: number;
  readonly isCertain: boolean;
}

const spans = { '30d': 30 * dayMs, '7d': 7 * dayMs, '1d': dayMs };
const latestMs = 2 * minuteMs;

/** The notices that keys must have had, told by what the API has shown of them, and by nothing that is stored. */
export class Expected {
  readonly #states = new Map<string, State[]>();
  readonly #ends = new Map<string, number>();

  changes(id: string, shown: Shown): void {
    const states = this.#states.get(id) ?? [];
    this.#states.set(id, [...states, { ...shown, from: Date.parse(shown.updatedAt) }]);
  }

  ends(id: string, at: number): void {
    this.#ends.set(id, at);
  }

  hasEnded(id: string): boolean {
    return this.#ends.has(id);
  }

  /** What is wrong with the notices that a key was given. */
  faultsIn(id: string, given: readonly AuditEvent[]): string[] {
    const windows = this.#windowsOf(id);
    const isIn = (event: AuditEvent, { name, from, until }: Window) =>
      nameOf(event) === name && Date.parse(event.at) >= from && Date.parse(event.at) <= until;
    const strange = given
      .filter((event) => !windows.some((window) => isIn(event, window)))
      .map((event) => `not expected: ${nameOf(event)}, given ${event.at}`);
    const wrong = windows.flatMap((window) => {
      const count = given.filter((event) => isIn(event, window)).length;
      const isRight = count === 1 || (count === 0 && !window.isCertain);
      return isRight ? [] : [`${count} times: ${window.name}`];
    });
    return [...strange, ...wrong];
  }

  #windowsOf(id: string): Window[] {
    const byExpiry = this.#lasting(id, ({ expiresAt }) => expiresAt).flatMap(
      ([{ expiresAt, from }, until]) => {
        if (expiresAt === null) return [];
        const end = Date.parse(expiresAt);
        const announced = Object.entries(spans).map(([text, ms]) =>
          windowOf(`${text} before ${expiresAt}`, end - ms, from, until),
        );
        return [...announced, windowOf(`expired ${expiresAt}`, end, from, until)];
      },
    );
    const rotation = ({ rotationEndsAt, lastRotatedAt }: State) => `${rotationEndsAt} ${lastRotatedAt}`;
    const byRotation = this.#lasting(id, rotation).map(([{ rotationEndsAt, from }, until]) => {
      if (rotationEndsAt === null) return null;
      const end = Date.parse(rotationEndsAt);
      const dueAt = end - Math.min(dayMs, Math.ceil((end - from) / 2));
      return windowOf(`rotation ending ${rotationEndsAt}`, dueAt, from, until);
    });
    return [...byExpiry, ...byRotation].filter((window) => window !== null);
  }

  /** The states of a key that differ from the one before by this, and until when each lasts. */
  #lasting(id: string, identity: (state: State) => unknown): [State, number][] {
    const states = this.#states.get(id) ?? [];
    const firsts = states.filter((state, at) => at === 0 || identity(state) !== identity(states[at - 1]!));
    const end = this.#ends.get(id) ?? Number.POSITIVE_INFINITY;
    return firsts.map((state, at) => [state, firsts[at + 1]?.from ?? end]);
  }
}

/** Null where the span had begun already, or is never reached. */
function windowOf(name: string, dueAt: number, from: number, until: number): Window | null {
  if (dueAt <= from || dueAt > until) return null;
  const latest = dueAt + latestMs;
  return { name, from: dueAt, until: Math.min(latest, until), isCertain: latest <= until };
}

function nameOf({ action, changes }: AuditEvent): string {
  const told = (fact: string) => changes[fact]?.to;
  if (action === 'api_key.rotation_ending') return `rotation ending ${told('rotationEndsAt')}`;
  return `${action === 'api_key.expired' ? 'expired' : `${told('before')} before`} ${told('expiresAt')}`;
}
