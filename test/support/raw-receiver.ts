import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll } from 'vitest';
import type { Certificate } from './certificates.js';

/** What a receiver does to a connection: when a whole request has come in, or as soon as there is a connection. */
export interface Misbehaviour {
  onRequest?: (socket: Socket) => void;
  onConnection?: (socket: Socket) => void;
  certificate?: Certificate;
}

/** Bytes, and then nothing more; the connection stays open. */
export const says = (...parts: (string | Buffer)[]): Misbehaviour => ({
  onRequest: (socket) => parts.forEach((part) => socket.write(part)),
});

/** Bytes, and then the end of the connection. */
export const saysAndCloses = (...parts: (string | Buffer)[]): Misbehaviour => ({
  onRequest: (socket) => socket.end(Buffer.concat(parts.map((part) => Buffer.from(part)))),
});

/** Bytes at first, then the same bytes again and again for as long as somebody takes them. */
export const drips = (first: string, drop: string | Buffer, everyMs: number): Misbehaviour => ({
  onRequest: (socket) => {
    socket.write(first);
    const timer = setInterval(() => socket.write(drop), everyMs);
    socket.on('close', () => clearInterval(timer));
  },
});

/** Bytes at first, then `total` bytes of the same, as fast as they are taken. Answers how many were. */
export function floods(first: string, drop: Buffer, total: number): Misbehaviour & { sent: number } {
  const flood = {
    sent: 0,
    onRequest: (socket: Socket) => {
      socket.write(first);
      const pour = () => {
        while (flood.sent < total && socket.writable) {
          flood.sent += drop.length;
          if (!socket.write(drop)) return;
        }
        if (socket.writable) socket.end();
      };
      socket.on('drain', pour);
      pour();
    },
  };
  return flood;
}

/** Receivers that speak whatever they like, each on a port of its own, until the suite ends. */
export function useRawReceivers(): { url: (behaviour: Misbehaviour) => Promise<string> } {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  });
  return {
    url: async (behaviour) => {
      const handle = (socket: Socket) => {
        sockets.add(socket);
        socket.on('error', () => {}).on('close', () => sockets.delete(socket));
        behaviour.onConnection?.(socket);
        if (behaviour.onRequest) onEachRequest(socket, behaviour.onRequest);
      };
      const { certificate } = behaviour;
      const server = certificate ? createTlsServer(certificate, handle) : createServer(handle);
      server.on('tlsClientError', () => {});
      servers.push(server);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      return `http${certificate ? 's' : ''}://127.0.0.1:${port}/`;
    },
  };
}

/** Ours always have a Content-Length. */
function onEachRequest(socket: Socket, then: (socket: Socket) => void): void {
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
    const [head, body] = text.split('\r\n\r\n', 2);
    const length = Number(/content-length: (\d+)/i.exec(head ?? '')?.[1] ?? NaN);
    if (body === undefined || body.length < length) return;
    text = '';
    then(socket);
  });
}
