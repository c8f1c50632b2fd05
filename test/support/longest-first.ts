import { statSync } from 'node:fs';

/**
 * The files that take longest, longest first: whoever gets one of them last would make all others wait. Two that
 * need the same assembly do not begin together, since the first has to make it.
 */
const longest = [
  'e2e/expiry',
  'directory/races',
  'e2e/listing',
  'lifecycle/verdicts',
  'attacks/attacks',
  'stack/api',
  'e2e/usage',
  'e2e/typescript-client',
  'rate-limit/processes',
  'e2e/authorization',
  'e2e/durability',
  'permissions/reach',
  'e2e/start',
  'e2e/protected-apis',
  'e2e/rotation-under-load',
  'e2e/rotation',
  'e2e/audit-chain',
  'e2e/faults',
  'e2e/concurrency',
  'local/ttl',
  'local/subscription',
];

interface TestFile {
  readonly path: string;
}

/** The order in which jest hands test files to its workers. */
// oxlint-disable-next-line import/no-default-export -- jest asks for it
export default class LongestFirst {
  sort<File extends TestFile>(files: readonly File[]): File[] {
    return files.toSorted(
      (left, right) => rank(left) - rank(right) || statSync(right.path).size - statSync(left.path).size,
    );
  }

  /** Nothing is kept between runs: each has the same order. */
  cacheResults(): void {}

  allFailedTests(): never {
    throw new Error('failed tests are not remembered; name their files');
  }
}

function rank({ path }: TestFile): number {
  const at = longest.findIndex((name) => path.endsWith(`/test/${name}.test.ts`));
  return at === -1 ? longest.length : at;
}
