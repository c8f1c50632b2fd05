/** One line of what the bench has to show. */
export interface Claim {
  readonly text: string;
  /** What was measured, as it is printed. */
  readonly measured: string;
  readonly holds: boolean;
}

/** @param noise as a share, or null where the figure is exact */
export function atMost(text: string, value: number, bound: number, noise: number | null = null): Claim {
  return { text: `${text} ≤ ${bound}`, measured: shown(value, noise), holds: value <= bound };
}

/** @param noise as a share, or null where the figure is exact */
export function atLeast(text: string, value: number, bound: number, noise: number | null = null): Claim {
  return { text: `${text} ≥ ${bound}`, measured: shown(value, noise), holds: value >= bound };
}

export function exactly(text: string, value: number, expected: number): Claim {
  return { text: `${text}: ${expected}`, measured: String(value), holds: value === expected };
}

export function printClaim({ text, measured, holds }: Claim): string {
  return `${holds ? '  holds ' : '✗ MISSED'}  ${text}: ${measured}`;
}

function shown(value: number, noise: number | null): string {
  const text = Number.isInteger(value) ? String(value) : value.toFixed(2);
  return noise === null || !Number.isFinite(noise) ? text : `${text} (±${Math.round(noise * 100)}%)`;
}
