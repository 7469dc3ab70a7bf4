import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, describe, expect, inject, onTestFinished } from 'vitest';
import { noteFaults } from './browser-faults.js';
import type { Stack } from './stack.js';

interface ConsoleOptions {
  /** Below /console, with its query. */
  path?: string;
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  /** Answers of 400 or more that this test provokes: Chromium writes each of them on its console. */
  expectedStatuses?: number[];
  /** For what the test wants different: `locale`, `timezoneId`, `storageState` … */
  context?: BrowserContextOptions;
}

const LOCAL: BrowserContextOptions = {
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
  reducedMotion: 'reduce',
};
const PATIENCE_MS = 20_000;

const faultsByPage = new WeakMap<Page, string[]>();
let connection: Promise<Browser> | undefined;

/** A suite in Chromium; where none can be had it is reported as skipped. */
export function describeInBrowser(name: string, suite: () => void): void {
  describe.skipIf(inject('browserEndpoint') === null)(name, () => {
    afterAll(async () => {
      await (await connection)?.close(); // ours to it; the browser stays for the next suite
      connection = undefined;
    });
    suite();
  });
}

/**
 * Opens the console as a person would, with nothing remembered from before, until the test ends. The test fails if any
 * request goes to another origin, the content security policy is violated, an exception is not caught, or an error is
 * written on the browser's console. To be called inside of a test.
 */
export async function openConsole(stack: Stack, options: ConsoleOptions = {}): Promise<Page> {
  const { path = '', width = 1280, height = 800, colorScheme = 'light', expectedStatuses = [] } = options;
  connection ??= chromium.connect(inject('browserEndpoint')!);
  const context = await (
    await connection
  ).newContext({ ...LOCAL, viewport: { width, height }, colorScheme, ...options.context });
  context.setDefaultTimeout(PATIENCE_MS);
  const faults = await noteFaults(context, stack.api.origin, expectedStatuses);
  const page = await context.newPage();
  faultsByPage.set(page, faults);
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await describeFailure(page, task.name);
    await context.close();
    expect(faults, 'what went wrong in the browser').toEqual([]);
  });
  await page.goto(`${stack.api.origin}/console${path}`);
  return page;
}

/** What has gone wrong so far, which the test then does not fail of. */
export function takeFaults(page: Page): string[] {
  return faultsByPage.get(page)?.splice(0) ?? [];
}

/** As far as a program can tell (axe-core): nothing serious or critical is wrong with it. */
export async function checkAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] })',
  )) as AxeResults;
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help} ${html}`));
  expect(grave, `accessibility of ${page.url()}`).toEqual([]);
}

/** A picture of the whole page, for who looks at them: `SCREENSHOTS=folder npm test -- browser`. */
export async function shot(page: Page, name: string): Promise<void> {
  const { SCREENSHOTS: folder } = process.env;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

async function describeFailure(page: Page, test: string): Promise<void> {
  await shot(page, `failed ${test.replace(/[^\w -]/g, '')}`).catch(() => {});
  const shown = await page
    .locator('body')
    .ariaSnapshot()
    .catch(() => '(gone)');
  console.log(`── ${page.url()}\n${shown.slice(0, 5000)}`);
}
