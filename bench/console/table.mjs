// @ts-check
import { framesWhileScrolling } from './frames.mjs';

/** @typedef {import('playwright-core').Page} Page */

/**
 * A table of the console: how many rows it has read, how it scrolls there, and how long a filter takes to show.
 * @param {Page} page @param {string} label of its grid
 */
export function tableOf(page, label) {
  const grid = `[role=grid][aria-label=${JSON.stringify(label)}]`;
  const rows = page.locator(`${grid} [role=row][data-index]`);
  const shown = () => rows.first().waitFor();
  /** How many rows can be scrolled through. */
  const length = () =>
    page.evaluate(
      `Math.round(document.querySelector(${JSON.stringify(`${grid} [role=rowgroup]:last-of-type`)}).offsetHeight / 38)`,
    );
  return {
    shown,
    length,
    frames: () => framesWhileScrolling(page, grid),
    /** Goes on to the end until so many rows have been read. Answers how many ms each page took. @param {number} wanted */
    async readOn(wanted) {
      /** @type {number[]} */
      const times = [];
      for (let have = Number(await length()); have < wanted;) {
        const began = performance.now();
        await page.evaluate(
          `(() => { const grid = document.querySelector(${JSON.stringify(grid)}); grid.scrollTop = grid.scrollHeight; })()`,
        );
        await page.waitForFunction(
          `document.querySelector(${JSON.stringify(`${grid} [role=rowgroup]:last-of-type`)}).offsetHeight / 38 > ${have + 0.5}`,
        );
        times.push(performance.now() - began);
        have = Number(await length());
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
