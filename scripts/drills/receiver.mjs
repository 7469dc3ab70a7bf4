// @ts-check
import { createServer } from 'node:http';

/** What comes of every event: how often under which message id, and when first (performance.now()). */
export class Receiver {
  /** @type {Map<string, { messages: Set<string>, times: number, firstAt: number }>} by event id */
  events = new Map();
  #server = createServer((request, response) => {
    const { 'etp-event-id': event, 'webhook-id': message } = request.headers;
    request.resume().once('end', () => {
      this.#note(String(event), String(message));
      response.writeHead(204).end();
    });
  });

  /** @returns {Promise<string>} its URL */
  listen() {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => {
        const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address());
        resolve(`http://127.0.0.1:${port}/`);
      });
    });
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** @param {string} event @param {string} message */
  #note(event, message) {
    const known = this.events.get(event) ?? { messages: new Set(), times: 0, firstAt: performance.now() };
    known.messages.add(message);
    known.times++;
    this.events.set(event, known);
  }
}
