// @ts-check
import { framesWhileScrolling } from './frames.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** How high a row is, in pixels: as in apps/console/src/ui/virtual-table.tsx. */
const ROW = 38;

/**
 * A table of the console: how many rows it has read, how it scrolls there, and how long a filter takes to show.
 * @param {Page} page @param {string} label of its grid
 */
export function tableOf(page, label) {
  const grid = `[role=grid][aria-label=${JSON.stringify(label)}]`;
  const rows = page.locator(`${grid} [role=row][data-index]`);
  const shown = () => rows.first().waitFor();
  const body = `document.querySelector(${JSON.stringify(`${grid} [role=rowgroup]:last-of-type`)})`;
  /** How many rows can be scrolled through. @returns {Promise<number>} */
  const length = () => page.evaluate(`Math.round(${body}.offsetHeight / ${ROW})`);
  const toEnd = `(() => {
    const grid = document.querySelector(${JSON.stringify(grid)});
    grid.scrollTop = grid.scrollHeight;
  })()`;
  // not `waitForFunction`: the content security policy of the page allows it no eval
  const untilHigherThan = (/** @type {number} */ pixels) => `new Promise((resolve) => {
    const look = () => (${body}.offsetHeight > ${pixels} ? resolve() : requestAnimationFrame(look));
    look();
  })`;
  return {
    shown,
    length,
    frames: () => framesWhileScrolling(page, grid),
    /** Goes on to the end until so many rows have been read. Answers how many ms each page took. @param {number} wanted */
    async readOn(wanted) {
      /** @type {number[]} */
      const times = [];
      for (let have = await length(); have < wanted; have = await length()) {
        const began = performance.now();
        await page.evaluate(toEnd);
        await page.evaluate(untilHigherThan((have + 0.5) * ROW));
        times.push(performance.now() - began);
      }
      return times;
    },
    /** @param {() => Promise<unknown>} act what leads to another list @param {string} text in its first row */
    async until(act, text) {
      const began = performance.now();
      await act();
      await rows.first().filter({ hasText: text }).waitFor();
      return performance.now() - began;
    },
  };
}
