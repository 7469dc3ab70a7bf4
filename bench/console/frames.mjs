// @ts-check

/** @typedef {import('playwright-core').Page} Page */

const FRAMES = 300;
/** More than a screen of rows every third of a second, which is a quick hand. */
const STEP = 60;

/**
 * Scrolls an element down and up again, a step with every frame, and answers how many ms each frame took. Beyond the end
 * of what there is it goes back.
 * @param {Page} page @param {string} selector
 * @returns {Promise<number[]>}
 */
export function framesWhileScrolling(page, selector) {
  const script = `new Promise((resolve) => {
    const element = document.querySelector(${JSON.stringify(selector)});
    const frames = [];
    let last, direction = 1;
    const next = (now) => {
      if (last !== undefined) frames.push(now - last);
      last = now;
      if (frames.length >= ${FRAMES}) return resolve(frames);
      const before = element.scrollTop;
      element.scrollTop += direction * ${STEP};
      if (element.scrollTop === before) direction = -direction;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  })`;
  return page.evaluate(script);
}

/** A page of one browser that does nothing but scroll: what the machine makes of it. @param {Page} page */
export async function openPlain(page) {
  await page.setContent(
    `<div id="plain" style="height: 500px; overflow: auto"><div style="height: 5000000px">nothing</div></div>`,
  );
  return '#plain';
}
