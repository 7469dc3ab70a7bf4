// @ts-check
import { chromium } from 'playwright-core';
import { Trouble } from '../../scripts/say.mjs';
import { CHROMIUM_FLAGS, ensureChromium } from '../../scripts/embedded/chromium.mjs';

/** @typedef {import('../suites/table.mjs').Bench} Bench */

const PATIENCE_MS = 60_000;

/** A Chromium that is closed with the bench at the latest. @param {Bench} bench */
export async function openBrowser({ life }) {
  const found = await ensureChromium();
  if ('reason' in found) throw new Trouble(`The console cannot be looked at: ${found.reason}`);
  const browser = await chromium.launch({ executablePath: found.program, args: CHROMIUM_FLAGS });
  life.onStop(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(PATIENCE_MS);
  return { newPage: () => context.newPage(), close: () => browser.close() };
}
