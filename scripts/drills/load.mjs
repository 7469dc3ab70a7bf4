// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

const CONNECTIONS = 32;
const TICK_MS = 20;
/** More than these under way are not added to: a caller waits for an answer before it asks for more. */
const MOST_UNDER_WAY = 500;

/** Fires one trigger at a steady rate, whatever becomes of it. A firing is promised something only by a 202. */
export class Load {
  /** Events that were answered 202, and when (performance.now()). @type {Map<string, number>} */
  accepted = new Map();
  refused = 0;
  #stopping = false;
  /** @type {Set<Promise<void>>} */
  #underWay = new Set();
  /** @type {Promise<void> | undefined} */
  #running;

  /** @param {string} origin @param {string} triggerId @param {number} rate firings a second */
  constructor(origin, triggerId, rate) {
    this.pool = new Pool(origin, { connections: CONNECTIONS, headersTimeout: 10_000 });
    this.path = `/triggers/${triggerId}/fire`;
    this.rate = rate;
  }

  start() {
    this.#running = this.#run();
  }

  /** Settles when every firing under way has been answered, or not. */
  async stop() {
    this.#stopping = true;
    await this.#running;
    await Promise.all(this.#underWay);
    if (!this.pool.closed) await this.pool.close();
  }

  async #run() {
    const began = performance.now();
    for (let n = 0; !this.#stopping; await sleep(TICK_MS)) {
      const wanted = ((performance.now() - began) / 1000) * this.rate;
      for (; n < wanted; n++) if (this.#underWay.size < MOST_UNDER_WAY) this.#fire(n);
    }
  }

  /** @param {number} n */
  #fire(n) {
    const firing = this.#ask(n)
      .catch(() => void this.refused++) // the connection broke: nothing was promised
      .finally(() => this.#underWay.delete(firing));
    this.#underWay.add(firing);
  }

  /** @param {number} n */
  async #ask(n) {
    const { statusCode, body } = await this.pool.request({
      method: 'POST',
      path: this.path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ payload: { n } }),
    });
    const answer = /** @type {{ id: string }} */ (await body.json());
    if (statusCode === 202) this.accepted.set(answer.id, performance.now());
    else this.refused++;
  }
}
