/** What the command line ends with. Scripts rely on these numbers: they only ever get more. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  /** The command is not understood, or the API refuses what it was given. */
  usage: 2,
  notFound: 3,
  notSignedIn: 4,
  forbidden: 5,
  conflict: 6,
  limited: 7,
  unavailable: 8,
  /** `verify`, or a `test`, says no. */
  refused: 10,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
