import { join } from 'node:path';

// What workers, servers and scripts have compiled is kept for the next of them; most time of a start is that.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node');

/** Tests are ECMAScript modules, compiled by swc; see `npm test` for the flag that jest needs for them. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }],
  },
  setupFiles: ['<rootDir>/test/support/quiet-usage-lines.ts'],
  // Much of the time is waiting: for servers to start, keys to expire, clocks to move.
  maxWorkers: '100%',
  testTimeout: 30_000,
};
