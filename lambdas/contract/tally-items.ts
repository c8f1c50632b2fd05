/**
 * Items of the Usage table that calls of all keys are counted in. All of them are about periods: minutes, hours and
 * UTC days, each named by the beginning that its ISO-8601 times share.
 */
export const tallyItems = {
  /** `SLICE#<minute>#<shard>`: what was delivered of a minute's calls. */
  slices: 'SLICE#',
  /** `TALLY#<outer period>`: its periods, counted; days are in that of their month. */
  tallies: 'TALLY#',
  /** `DUE#…`: periods that are to be counted, and who counts. */
  due: 'DUE#',
} as const;

/** The item that says since when calls of all keys are counted. */
export const countedSinceKey = { pk: 'RECORDED#SINCE', sk: 'RECORDED' } as const;
