// @ts-check
import { median } from './statistics.mjs';

/**
 * @typedef {object} Measurement
 * @property {string} what
 * @property {string} unit
 * @property {number} reading median of the rounds
 * @property {number[]} readings
 * @property {{ name: string, reading: number, readings: number[] }} [yardstick] the same, measured in turns with it
 * @property {number} [ratio] reading to yardstick
 * @property {string} [budget]
 * @property {boolean} [met]
 * @property {string} [note]
 */

/**
 * @typedef {object} Budget
 * @property {number} [atLeast] of the ratio; without a yardstick of the reading
 * @property {number} [atMost]
 */

/**
 * @param {string} what @param {string} unit @param {number[]} readings
 * @param {{ yardstick?: { name: string, readings: number[] }, budget?: Budget, note?: string }} [rest]
 * @returns {Measurement}
 */
export function measurement(what, unit, readings, { yardstick, budget, note } = {}) {
  const reading = median(readings);
  const against = yardstick && { ...yardstick, reading: median(yardstick.readings) };
  const ratio = against && reading / against.reading;
  return {
    what,
    unit,
    reading,
    readings,
    ...(against && { yardstick: against, ratio }),
    ...(budget && {
      budget: inWords(budget, against ? '×' : ` ${unit}`),
      met: isMet(budget, ratio ?? reading),
    }),
    ...(note && { note }),
  };
}

/** @param {Budget} budget @param {number} value */
const isMet = ({ atLeast = -Infinity, atMost = Infinity }, value) => value >= atLeast && value <= atMost;

/** @param {Budget} budget @param {string} unit */
const inWords = ({ atLeast, atMost }, unit) =>
  atLeast !== undefined ? `≥ ${atLeast}${unit}` : `≤ ${atMost}${unit}`;
