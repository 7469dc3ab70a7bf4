// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:http';

/** One receiver that answers at once and notes when each delivery came, and one that never answers. */
export async function startReceivers() {
  /** When the delivery that carries a number came, in ms since the epoch. @type {Map<number, number>} */
  const arrivals = new Map();
  const prompt = createServer((request, response) => {
    /** @type {Buffer[]} */
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      arrivals.set(JSON.parse(Buffer.concat(chunks).toString()).n, Date.now());
      response.writeHead(204).end();
    });
  });
  const hanging = createServer((request) => void request.resume());
  return {
    arrivals,
    promptUrl: await listen(prompt),
    hangingUrl: await listen(hanging),
    /** Lets go of what hangs. */
    release: () => hanging.closeAllConnections(),
    stop() {
      for (const server of [prompt, hanging]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

/** @param {import('node:http').Server} server */
async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return `http://127.0.0.1:${port}/`;
}
