// @ts-check
import { archive } from '../retention/archive.mjs';

/** In the order in which they run. */
const PARTS = [archive];

/** What moving and removing old events costs. @param {import('./table.mjs').Bench} bench */
export async function retention(bench) {
  const measurements = [];
  for (const part of PARTS) measurements.push(...(await part(bench)));
  return measurements;
}
