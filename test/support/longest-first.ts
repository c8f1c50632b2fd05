import { statSync } from 'node:fs';

/**
 * The files that take longest, longest first: whoever gets one of them last would make all others wait. Two that
 * need the same assembly do not begin together, since the first has to make it.
 */
const longest = [
  'console/accessibility',
  'console/webhooks',
  'console/docs',
  'console/key-looks',
  'e2e/notices',
  'e2e/authorization',
  'e2e/webhooks-durability',
  'e2e/webhooks-of-everything',
  'e2e/expiry',
  'notices/year',
  'e2e/former-main',
  'e2e/listing',
  'attacks/attacks',
  'directory/races',
  'e2e/durability',
  'e2e/protected-apis',
  'lifecycle/verdicts',
  'e2e/start',
  'e2e/usage',
  'stack/api',
  'e2e/faults',
  'e2e/audit-chain',
  'cli/shell-session',
  'e2e/rotation',
  'e2e/webhooks',
  'rate-limit/processes',
  'e2e/concurrency',
  'permissions/reach',
  'e2e/rotation-under-load',
  'e2e/typescript-client',
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
