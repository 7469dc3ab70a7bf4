// @ts-check
// Fires a trigger over HTTP from so many connections, one request at a time on each.
import { Pool } from 'undici';
import { options, report } from '../yardsticks/report.mjs';

const { url, path, key, connections, seconds } =
  /** @type {{ url: string, path: string, key: string, connections: number, seconds: number }} */ (options());
const WARM_UP_MS = 5000;

const pool = new Pool(url, { connections, pipelining: 1 });
const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
const start = performance.now() + WARM_UP_MS;
const end = start + seconds * 1000;
let accepted = 0;
let refused = 0;
let sent = 0;

async function caller() {
  for (let now = performance.now(); now < end; now = performance.now()) {
    const body = JSON.stringify({ payload: { order: sent++, customer: 'c-4711', note: 'remind them' } });
    const answer = await pool.request({ method: 'POST', path, headers, body });
    const text = await answer.body.text();
    const answered = performance.now();
    if (answer.statusCode === 202) accepted += answered >= start && answered < end ? 1 : 0;
    else if (answer.statusCode === 503) refused++;
    else throw new Error(`${answer.statusCode} ${text}`);
  }
}

await Promise.all(Array.from({ length: connections }, caller));
report({ perSecond: accepted / seconds, refused });
