// @ts-check
import { archive } from '../retention/archive.mjs';
import { cycles } from '../retention/cycles.mjs';
import { drop } from '../retention/drop.mjs';

/** In the order in which they run. @type {import('./table.mjs').Suite[]} */
const PARTS = [archive, cycles, drop];

/** What the archive costs, part by part. @type {import('./table.mjs').Suite} */
export async function retention(bench) {
  const measurements = [];
  for (const part of PARTS) measurements.push(...(await part(bench)));
  return measurements;
}
