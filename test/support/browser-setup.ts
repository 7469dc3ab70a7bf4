import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { CHROMIUM_FLAGS, ensureChromium } from '../../scripts/embedded/chromium.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the run's one browser is driven; null where no Chromium can be had: its suites are skipped */
    browserEndpoint: string | null;
  }
}

/** One Chromium for all suites of a run; each test has a context of its own in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const found = await ensureChromium();
  if ('reason' in found) {
    const { CI } = process.env;
    if (CI && CI !== 'false') throw new Error(`The browser suites cannot run: ${found.reason}`);
    console.warn(`The browser suites are skipped: ${found.reason}`);
    project.provide('browserEndpoint', null);
    return async () => {};
  }
  const server = await chromium.launchServer({ executablePath: found.program, args: CHROMIUM_FLAGS });
  project.provide('browserEndpoint', server.wsEndpoint());
  return () => server.close();
}
