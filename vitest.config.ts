import { defineConfig } from 'vitest/config';

const resolve = { tsconfigPaths: true };
const setupFiles = ['reflect-metadata'];
/** PostgreSQL and Redis, started once for both projects that name it; a run of unit tests alone starts nothing. */
const globalSetup = ['test/support/global-setup.ts'];
const DATABASE_SPECS = '**/*.db.spec.ts';

export default defineConfig({
  test: {
    pool: 'forks',
    reporters: ['default', './test/support/closing-line.reporter.ts'],
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: ['libs/**/*.spec.ts', 'apps/**/*.spec.{ts,tsx}'],
          exclude: [DATABASE_SPECS, 'node_modules', 'dist'],
          setupFiles,
        },
      },
      {
        resolve,
        test: {
          name: 'integration',
          include: [`{apps,libs,test}/${DATABASE_SPECS}`, 'test/integration/**/*.spec.ts'],
          setupFiles,
          globalSetup,
          testTimeout: 20_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.spec.ts'],
          setupFiles,
          globalSetup,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2, // each file runs an api and workers of its own
          sequence: { groupOrder: 2 }, // alone: they measure time
        },
      },
      {
        resolve,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.spec.ts'],
          setupFiles,
          globalSetup: [...globalSetup, 'test/support/browser-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
