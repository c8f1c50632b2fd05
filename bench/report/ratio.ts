import { median, spread } from '../statistics.ts';

/** How one contender compares with another: each round gives a ratio, since both were measured in its few seconds. */
export interface Ratio {
  readonly value: number;
  /** Half the distance between the quartiles of the rounds' ratios, as a share of the ratio. */
  readonly spread: number;
}

/** The median over rounds of one figure divided by the other's of the same round. */
export function ratio(figures: readonly number[], others: readonly number[]): Ratio {
  const ratios = figures.map((figure, round) => figure / (others[round] ?? Number.NaN));
  return { value: median(ratios), spread: spread(ratios) };
}
