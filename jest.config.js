import { availableParallelism } from 'node:os';

/** Many at once, thousands, long random lives, and servers that are killed: a quarter of the work of all tests. */
const underLoad = [
  'directory/races',
  'e2e/(concurrency|durability|listing|notices|rotation-under-load|webhooks-(durability|of-everything))',
  'functions/many-at-once',
  'lifecycle/verdicts',
  'rate-limit/processes',
].map((file) => `/test/${file}\\.test\\.ts$`);

/** Tests are ECMAScript modules, compiled by swc; see `npm test` for the flag that jest needs for them. */
export default {
  testEnvironment: '<rootDir>/test/support/plain-globals.ts',
  roots: ['<rootDir>/test'],
  // Each has a command of its own, `npm run test:load` and so on: these take a minute or more, and pages need a browser.
  testPathIgnorePatterns: [
    ...(process.env.LOAD ? [] : underLoad),
    ...(process.env.REHEARSE ? [] : ['/test/restore/(rehearsal|other-losses)\\.test\\.ts$']),
    ...(process.env.BROWSE ? [] : ['/test/attacks/browsers\\.test\\.ts$', '/test/console/']),
  ],
  ...(process.env.LOAD && { testRegex: [...underLoad, '/test/notices/year\\.test\\.ts$'] }),
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }],
  },
  // As `paths` of tsconfig.json: the package as it stands here, without a build.
  moduleNameMapper: {
    '^@latchkey/client$': '<rootDir>/clients/typescript/src/index.ts',
    '^@latchkey/client/(\\w+)$': '<rootDir>/clients/typescript/src/$1.ts',
  },
  setupFiles: ['quiet-usage-lines', 'compiled-once'].map((name) => `<rootDir>/test/support/${name}.ts`),
  testSequencer: '<rootDir>/test/support/longest-first.ts',
  // Some of the time is waiting, for keys to expire and clocks to move: one more than there are processors.
  maxWorkers: availableParallelism() + 1,
  // What a page waits for says so itself, after 20 s.
  testTimeout: process.env.BROWSE ? 90_000 : 60_000,
};
