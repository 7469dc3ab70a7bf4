import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Clock } from '@app/clock';
import { Config } from '@app/config';
import { AddressGuard } from '../destinations/address-guard.js';
import { HttpSender } from './http-sender.js';

const ENV = {
  APP_SECRET: 'a-secret-of-the-tests-0123456789abcdef',
  DATABASE_URL: 'postgres://nobody@127.0.0.1/nothing',
  QUEUE_BACKEND: 'postgres',
  DELIVERY_ALLOW: '127.0.0.0/8',
};
const HEAD = 'HTTP/1.1 200 OK\r\n';

/** Somebody at the other end of a socket, who does to the request what is told. */
describe('A request', () => {
  const sender = new HttpSender(new AddressGuard(new Config(ENV)), new Clock());
  let server: Server | undefined;

  afterEach(() => void server?.close());

  async function sendTo(behave: (socket: Socket) => void, scheme = 'http') {
    server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => behave(socket));
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `${scheme}://127.0.0.1:${port}/`;
    return sender.send({ url, method: 'POST', headers: {}, body: '{}', timeoutMs: 300 });
  }

  it('is answered by status and head', async () => {
    const result = await sendTo((socket) => socket.end(`${HEAD}content-length: 2\r\n\r\nok`));

    expect(result).toMatchObject({ statusCode: 200, error: null, responseHead: 'ok', refused: false });
  });

  it('of a test is taken down as it is on the wire, but for what is secret, and others beside it are not', async () => {
    const seen: string[] = [];
    const trace = (id: string) => ({ 'X-Own': 'böse', authorization: 'Bearer t0ken', traceparent: id });
    const head = 'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: 0\r\n\r\n';
    server = createServer((socket) => {
      socket.on('data', (data) => void (seen.push(data.toString('latin1')), socket.write(head)));
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in?x=1`;
    const request = { url, method: 'PUT', body: '{"a":"ü"}', timeoutMs: 5000 };

    const [recorded, other] = await Promise.all([
      sender.send({ ...request, headers: trace('one'), recorded: { hidden: ['x-own', 'authorization'] } }),
      sender.send({ ...request, headers: trace('two') }),
    ]);

    expect(other).not.toHaveProperty('exchange');
    expect(recorded.exchange!.responseHeaders).toEqual([
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['content-length', '0'],
    ]);
    const { headers, ...line } = recorded.exchange!.request!;
    expect(line).toEqual({ method: 'PUT', url, body: request.body });
    const lines = headers.map((field) => `${field.join(': ')}\r\n`).join('');
    const received = seen.find((text) => text.includes('traceparent: one'))!;
    expect(`PUT /in?x=1 HTTP/1.1\r\n${lines}\r\n`).toBe(
      received.replace(/^(x-own|authorization): .*$/gim, '$1: ••••').replace(/\{.*$/, ''),
    );
    expect(received).toContain('Bearer t0ken');
  });

  it('of a test that gets no connection was never sent', async () => {
    const [url, headers] = ['http://127.0.0.1:1/', { traceparent: 'three' }];
    const asked = { url, headers, method: 'POST', body: '{}', timeoutMs: 5000, recorded: { hidden: [] } };

    expect(await sender.send(asked)).toMatchObject({ exchange: { request: null, responseHeaders: null } });
  });

  it('that is redirected says that redirects are not followed', async () => {
    const head = 'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n';

    expect(await sendTo((socket) => socket.end(head))).toMatchObject({
      statusCode: 302,
      error: 'redirects are not followed',
    });
  });

  it.each<[string, (socket: Socket) => void, string]>([
    ['is not answered', () => {}, 'no answer within 300 ms'],
    ['is hung up on', (socket) => socket.end(), 'connection closed by the receiver before an answer'],
    ['meets a reset', (socket) => socket.resetAndDestroy(), 'connection reset by the receiver'],
    ['meets no HTTP', (socket) => socket.end('220 smtp ready\r\n'), 'the answer is not valid HTTP'],
    [
      'is answered by endless headers',
      (socket) => socket.end(`${HEAD}x-long: ${'x'.repeat(40_000)}\r\n\r\n`),
      "the answer's headers are too large",
    ],
  ])('that %s fails in words', async (_, behave, words) => {
    const { statusCode, error } = await sendTo(behave);

    expect([statusCode, error]).toEqual([null, words]);
  });

  it.each<[string, (socket: Socket) => void, string]>([
    [
      'does not end',
      (socket) => socket.write(`${HEAD}content-length: 9\r\n\r\nok`),
      'the answer did not end within 300 ms',
    ],
    [
      'breaks off',
      (socket) => socket.end(`${HEAD}content-length: 9\r\n\r\nok`),
      'connection closed by the receiver within the answer',
    ],
  ])('whose answer has a body that %s keeps the status', async (_, behave, words) => {
    const { statusCode, error } = await sendTo(behave);

    expect([statusCode, error]).toEqual([200, words]);
  });

  it('by TLS to a port that does not speak it fails in words', async () => {
    const result = await sendTo((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'https');

    expect(result.error).toBe('TLS: the receiver does not speak TLS at this port');
  });
});
