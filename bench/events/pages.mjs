// @ts-check
import { Agent, request } from 'node:http';

/** Few enough for a list of 10,000 to have 1,000 pages. */
export const PAGE = 10;
const STRIDE = 200;

/** Asks an api over one connection that is kept. @param {string} url */
export function asker(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  /** A POST if there is a body. @param {string} path @param {object} [body] @returns {Promise<any>} */
  const ask = (path, body) =>
    new Promise((resolve, reject) => {
      const asked = body && { method: 'POST', headers: { 'content-type': 'application/json' } };
      const call = request(`${url}${path}`, { agent, ...asked }, (answer) => {
        /** @type {Buffer[]} */
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString();
          if (answer.statusCode === 200) resolve(JSON.parse(text));
          else reject(new Error(`${path}: ${answer.statusCode} ${text}`));
        });
      });
      call.on('error', reject);
      call.end(body && JSON.stringify(body));
    });

  return {
    /** The cursor of a page, which is come to by longer strides. @param {string} list @param {number} page */
    async cursorOf(list, page) {
      let cursor = '';
      for (let left = (page - 1) * PAGE; left > 0;) {
        const limit = Math.min(STRIDE, left);
        const { data, next_cursor } = await ask(`${list}&limit=${limit}${cursor}`);
        if (data.length < limit || next_cursor === null) throw new Error(`${list} has no page ${page}`);
        cursor = `&cursor=${next_cursor}`;
        left -= limit;
      }
      return cursor;
    },
    /** How many ms an answer takes. @param {string} path @param {object} [body] */
    async time(path, body) {
      const began = performance.now();
      await ask(path, body);
      return performance.now() - began;
    },
    close: () => agent.destroy(),
  };
}
