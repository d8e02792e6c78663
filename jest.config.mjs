/**
 * Two projects: specs that need no database, one of which runs in about a second, and those that do (`*.db-spec.ts` beside
 * the code, `*.e2e-spec.ts` in test/), for which the global set-up starts one server. ES modules, compiled with the Swagger plugin
 * so that tests see the same OpenAPI document as production.
 */
const project = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testRunner: '<rootDir>/test/support/test-runner.mjs',
  transform: { '^.+\\.ts$': '<rootDir>/test/support/jest-transform.mjs' },
};

export default {
  // Tests on two cores wait more than they compute: for databases, time limits and processes.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/browser-first.mjs',
  // For a machine that does ten other things: no test waits for it unless something hangs.
  testTimeout: 300_000,
  projects: [
    { ...project, displayName: 'unit', testRegex: '\\.spec\\.ts$' },
    {
      ...project,
      displayName: 'database',
      testRegex: '\\.(db|e2e)-spec\\.ts$',
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
  ],
};
