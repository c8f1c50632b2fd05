import { availableParallelism } from 'node:os';

/** Tests are ECMAScript modules, compiled by swc; see `npm test` for the flag that jest needs for them. */
export default {
  testEnvironment: '<rootDir>/test/support/plain-globals.ts',
  roots: ['<rootDir>/test'],
  // Rehearsals of restores take a minute, and pages need a browser: `npm run test:restore`, `npm run test:browser`.
  testPathIgnorePatterns: [
    ...(process.env.REHEARSE ? [] : ['/test/restore/(rehearsal|other-losses)\\.test\\.ts$']),
    ...(process.env.BROWSE ? [] : ['/test/attacks/browsers\\.test\\.ts$', '/test/console/']),
  ],
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
  testTimeout: 30_000,
};
