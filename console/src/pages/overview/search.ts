export const periods = [7, 30, 90] as const;
export const defaultPeriod = 30;
export type Period = (typeof periods)[number];

export interface OverviewSearch {
  /** Days until today. */
  readonly days?: Period;
}

/** What the address says, without what makes no sense. */
export function readOverviewSearch(given: Readonly<Record<string, unknown>>): OverviewSearch {
  const days = periods.find((each) => String(each) === String(given['days']));
  return days === undefined || days === defaultPeriod ? {} : { days };
}
