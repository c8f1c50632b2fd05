/** Tests are ECMAScript modules, compiled by swc; see `npm test` for the flag that jest needs for them. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } } }],
  },
  setupFiles: ['<rootDir>/test/support/quiet-usage-lines.ts'],
  testTimeout: 30_000,
};
