import { parseArgs } from 'node:util';

export const partNames = [
  'verdicts',
  'cold',
  'gateway',
  'client',
  'cli',
  'webhooks',
  'scale',
  'soak',
  'console',
] as const;

/** One of the measurements, each of which can be run alone. */
export type PartName = (typeof partNames)[number];

/** What the person who starts the bench chose. */
export interface Options {
  /** Fewer and shorter rounds: shows that everything works, and nothing about speed. */
  readonly isQuick: boolean;
  readonly parts: ReadonlySet<PartName>;
  /** How long the soak lasts. */
  readonly soakMinutes: number;
  /** Numbers of keys that the scale part loads. */
  readonly sizes: readonly number[];
  /** Numbers of keys that the console is opened over. */
  readonly consoleSizes: readonly number[];
}

export const usage =
  'usage: npm run bench -- [--quick] [--only verdicts,cold,gateway,client,cli,webhooks,scale,soak,console] [--soak] [--minutes n] [--sizes 100,1000,…]';

/** Left out unless they are asked for: the soak takes longer than all others together, and the console a browser. */
const defaultParts = partNames.filter((name) => name !== 'soak' && name !== 'console');

/** @throws TypeError with the usage, for an argument that is not understood */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      soak: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      sizes: { type: 'string' },
    },
  });
  const isQuick = values.quick;
  const chosen = values.only === undefined ? defaultParts : values.only.split(',').map(readPart);
  const parts = new Set<PartName>([...chosen, ...(values.soak ? (['soak'] as const) : [])]);
  const sizes = values.sizes?.split(',').map(readNumber);
  return {
    isQuick,
    parts,
    soakMinutes: values.minutes === undefined ? (isQuick ? 0.5 : 10) : readNumber(values.minutes),
    sizes: sizes ?? (isQuick ? [100, 1_000] : [100, 1_000, 10_000, 1_000_000]),
    consoleSizes: sizes ?? (isQuick ? [100, 1_000] : [100, 100_000]),
  };
}

function readPart(text: string): PartName {
  const part = partNames.find((name) => name === text);
  if (part === undefined) throw new TypeError(`there is no part ${text}; ${usage}`);
  return part;
}

function readNumber(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new TypeError(`${text} is not a number above 0; ${usage}`);
  return number;
}
