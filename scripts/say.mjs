// @ts-check
// What the person at the terminal reads: plain lines, each with the time since the command was given.

/** A failure we can explain: what happened, and what to do about it. Printed without a stack. */
export class Trouble extends Error {
  /** @param {string} message @param {string} [advice] */
  constructor(message, advice = '') {
    super(message);
    this.name = 'Trouble';
    this.advice = advice;
  }
}

/** @param {number} milliseconds */
export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1)} s`;

/** Time since the process began, so that Node's own start-up is counted as well. */
export const elapsed = () => performance.now();

/** @param {string} text */
export function say(text) {
  console.log(`${seconds(elapsed()).padStart(8)}  ${text}`);
}

/**
 * Runs `work` under a name: quick work leaves one line, slow work shows that it began and that it still goes on.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const began = elapsed();
  const announce = setTimeout(() => say(`${name} …`), 300);
  const reassure = setInterval(() => say(`${name} … still at it (${seconds(elapsed() - began)})`), 10_000);
  try {
    const result = await work();
    say(`${name}: done in ${seconds(elapsed() - began)}`);
    return result;
  } finally {
    clearTimeout(announce);
    clearInterval(reassure);
  }
}

/** @param {unknown} failure */
export function complain(failure) {
  if (failure instanceof Trouble) {
    console.error(`\n✗ ${failure.message}`);
    if (failure.advice) console.error(failure.advice.replace(/^/gm, '  '));
  } else {
    console.error('\n✗ Unexpected failure:', failure);
  }
}
