// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { Trouble } from '../../scripts/say.mjs';

const CONNECTIONS = 32;

/** Calls an api that asks for no credentials. @param {string} url */
export function caller(url) {
  const pool = new Pool(url, { connections: CONNECTIONS });
  const headers = { 'content-type': 'application/json' };

  /** @param {string} path @param {object} body @returns {Promise<any>} */
  async function post(path, body) {
    const answer = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
    const text = await answer.body.text();
    if (answer.statusCode >= 300)
      throw new Trouble(`The api answered ${answer.statusCode} to ${path}: ${text}`);
    return JSON.parse(text);
  }

  return {
    /** A trigger that goes there; answers its id. @param {string} name @param {object} destination */
    async makeTrigger(name, destination) {
      const { id } = await post('/triggers', { name, trigger_type: 'api', destinations: [destination] });
      return String(id);
    },

    /** So many firings as fast as they are taken. @param {string} trigger @param {number} count */
    async flood(trigger, count) {
      let next = 0;
      const one = async () => {
        for (let n = next++; n < count; n = next++)
          await post(`/triggers/${trigger}/fire`, { payload: { n } });
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, one));
    },

    /**
     * So many firings at a steady rate, numbered from `from`; answers when each was sent, in ms since the epoch.
     * @param {string} trigger @param {{ from: number, count: number, perSecond: number }} steady
     */
    async steadily(trigger, { from, count, perSecond }) {
      /** @type {Map<number, number>} */
      const sent = new Map();
      const answers = [];
      const began = performance.now();
      for (let n = from; n < from + count; n++) {
        await sleep(Math.max(0, began + ((n - from) * 1000) / perSecond - performance.now()));
        sent.set(n, Date.now());
        answers.push(post(`/triggers/${trigger}/fire`, { payload: { n } }));
      }
      await Promise.all(answers);
      return sent;
    },

    stop: () => pool.close(),
  };
}
