import { figure, markdownTable } from '../bill/markdown.ts';
import type { Load } from './deliveries.ts';
import { inItem, inRecord, type Outcome } from './design.ts';
import { type Simulated, simulate } from './simulate.ts';

/** The loads that the document tells of: five minutes each. */
const loads: readonly Load[] = [1000, 5000, 10_000].flatMap((callsPerSecond) =>
  [100, 10_000].map((keys) => ({ callsPerSecond, keys, seconds: 300 })),
);

const designs = [
  ['record', inRecord],
  ['item', inItem],
] as const;

let simulated: readonly { readonly load: Load; readonly simulated: Simulated }[] | undefined;

/** Each load with what became of it; simulated once, since that takes seconds. */
export function simulatedLoads(): NonNullable<typeof simulated> {
  simulated ??= loads.map((load) => ({ load, simulated: simulate(load) }));
  return simulated;
}

/** What usage asks of the tables, with last use in the key's record as before, and in an item of its own. */
export function usageTable(): string {
  const rows = simulatedLoads().flatMap((each) =>
    designs.map(([name, design]) =>
      rowOf(each.load, name, each.simulated, design(each.load, each.simulated)),
    ),
  );
  const headings = [
    'calls a second',
    'keys',
    'last use in',
    'recorder, calls a second',
    'at a time',
    'write units a second',
    'on Registry',
    'in its busiest second',
    'first limit reached',
    'seconds in which changes of keys are refused',
  ];
  return markdownTable(headings, rows);
}

function rowOf(
  { callsPerSecond, keys }: Load,
  design: string,
  { deliveries, recorders }: Simulated,
  { units, registryUnits, registryPeak, limits, refusing }: Outcome,
): string[] {
  const [first] = limits;
  const whole = (value: number) => figure(Math.round(value));
  return [
    figure(callsPerSecond),
    figure(keys),
    design,
    whole(deliveries.mean),
    figure(recorders),
    whole(units),
    whole(registryUnits),
    whole(registryPeak),
    first === undefined ? '–' : `${first.limit}: ${whole(100 * first.share)}%`,
    `${figure(100 * refusing)}%`,
  ];
}
