import { countedSinceKey, tallyItems } from '../../../lambdas/contract/tally-items.ts';
import { minuteOf, type Period } from '../../../lambdas/domain/usage/period.ts';
import type { UsageTable } from '../../../lambdas/store/client.ts';
import { markDue } from '../../../lambdas/store/due-periods.ts';
import { noteCountedSince } from '../../../lambdas/store/slice-recorder.ts';
import { keptUntil } from '../../../lambdas/store/usage-ttl.ts';
import { inLanes } from './lanes.ts';

type Item = Readonly<Record<string, unknown>>;

export interface Recounting {
  readonly usageRetentionDays: number;
  readonly newStamp: () => string;
}

const dayLength = 10;
const lanes = 8;

/**
 * What has to be counted anew after a table was filled from a copy: what was due in the copy, once more, since a recorder
 * may have counted it before it was there; and all of a UTC day that the live table has calls of its own on, since what
 * is counted of that is of one table or the other. Days that are all the copy's come back as they were counted.
 */
export class RecountedPeriods {
  readonly #due = new Set<Period>();
  readonly #minutes = new Map<string, Set<Period>>();
  /** Slices of a day: of the live table once it is filled, less those of the copy. */
  readonly #ownSlices = new Map<string, number>();
  #countedSince: number | null = null;

  addCopied(items: readonly Item[]): void {
    for (const item of items) {
      const { pk, sk } = item;
      if (pk === countedSinceKey.pk) this.#countedSince = Number(item['since']);
      if (pk === `${tallyItems.due}PERIOD`) this.#due.add(String(sk));
      const minute = minuteOfSlice(item);
      if (minute === null) continue;
      const day = minute.slice(0, dayLength);
      this.#minutes.set(day, (this.#minutes.get(day) ?? new Set()).add(minute));
      this.#ownSlices.set(day, (this.#ownSlices.get(day) ?? 0) - 1);
    }
  }

  /** @param items of the live table, with what the copy has filled it with */
  addLive(items: readonly Item[]): void {
    for (const item of items) {
      const day = minuteOfSlice(item)?.slice(0, dayLength);
      if (day !== undefined) this.#ownSlices.set(day, (this.#ownSlices.get(day) ?? 0) + 1);
    }
  }

  /** @returns how many periods are due by that */
  async mark(table: UsageTable, { usageRetentionDays, newStamp }: Recounting): Promise<number> {
    if (this.#countedSince !== null) await noteCountedSince(table, this.#countedSince);
    const shared = [...this.#minutes].filter(([day]) => (this.#ownSlices.get(day) ?? 0) > 0);
    const periods = new Set([...this.#due, ...shared.flatMap(([, minutes]) => [...minutes])]);
    await inLanes(periods, lanes, (period) =>
      markDue(table, { period, stamp: newStamp() }, keptUntil(period, usageRetentionDays)),
    );
    return periods.size;
  }
}

/** Null for what is no slice. */
function minuteOfSlice({ pk }: Item): Period | null {
  const text = String(pk);
  return text.startsWith(tallyItems.slices) ? minuteOf(text.slice(tallyItems.slices.length)) : null;
}
