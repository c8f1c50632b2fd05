/** Whole numbers below a bound, the same in every run (Lehmer's generator, of Park and Miller). */
export function seededIntegers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
