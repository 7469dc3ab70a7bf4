import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.sequencer.js';

const resolve = { tsconfigPaths: true };
const setupFiles = ['reflect-metadata'];
/** PostgreSQL and Redis, started once for both projects that name it; a run of unit tests alone starts nothing. */
const globalSetup = ['test/support/global-setup.ts'];
const DATABASE_SPECS = '**/*.db.spec.ts';

/**
 * The files that a process runs share the modules they load, which costs three times as much as the tests themselves.
 * Hence nothing that a test replaces may outlive it.
 */
const sharing = { isolate: false, restoreMocks: true, unstubEnvs: true, unstubGlobals: true };

export default defineConfig({
  test: {
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    maxWorkers: Math.max(2, availableParallelism() - 1), // of two processors vitest would leave one to itself
    reporters: ['default', './test/support/closing-line.reporter.ts'],
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          ...sharing,
          include: ['libs/**/*.spec.ts', 'apps/**/*.spec.{ts,tsx}'],
          exclude: [DATABASE_SPECS, 'node_modules', 'dist'],
          setupFiles,
        },
      },
      {
        resolve,
        test: {
          name: 'integration',
          ...sharing,
          include: [`{apps,libs,test}/${DATABASE_SPECS}`, 'test/integration/**/*.spec.ts'],
          setupFiles,
          globalSetup,
          testTimeout: 60_000, // far beyond what any takes: a machine that is busy otherwise fails none
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve,
        test: {
          name: 'e2e',
          ...sharing,
          include: ['test/e2e/**/*.spec.ts'],
          setupFiles,
          globalSetup: [...globalSetup, 'test/support/bundles.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 3, // each file runs an api and workers of its own, and often waits for them
          sequence: { groupOrder: 2 }, // alone: they measure time
        },
      },
      {
        resolve,
        test: {
          name: 'browser',
          ...sharing,
          include: ['test/browser/**/*.spec.ts'],
          setupFiles,
          globalSetup: [...globalSetup, 'test/support/bundles.ts', 'test/support/browser-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
