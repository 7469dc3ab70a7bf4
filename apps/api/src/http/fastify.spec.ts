import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Config } from '@app/config';
import { fastifyAdapter } from './fastify.js';

const APP = 'https://app.example.com';
const HASTE = { headers: 150, request: 300, silence: 5000, checkedEvery: 20 };
const PATIENT = { headers: 60_000, request: 60_000, silence: 60_000, checkedEvery: 1000 };

let close: () => Promise<unknown> = async () => {};
let port = 0;

/** The server alone, with one route that tells what the handlers of a real one would see. */
async function serve(env: NodeJS.ProcessEnv = {}, patience = PATIENT): Promise<void> {
  const config = new Config({
    APP_SECRET: 'a-secret-of-the-tests-0123456789abcdef',
    DATABASE_URL: 'postgres://db',
    QUEUE_BACKEND: 'postgres',
    ...env,
  });
  const fastify = (await fastifyAdapter(config, patience)).getInstance();
  fastify.all('/seen', { exposeHeadRoute: false } as object, (request, reply) => {
    const { ip, protocol, host } = request;
    void reply.send({ ip, protocol, host });
  });
  close = () => fastify.close();
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  port = (fastify.addresses()[0] as AddressInfo).port;
}

function ask(headers: Record<string, string> = {}, method = 'GET', path = '/seen') {
  return new Promise<IncomingMessage & { text: string }>((resolve, reject) => {
    const sent = httpRequest({ port, host: '127.0.0.1', method, path, headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve(Object.assign(answer, { text })));
    });
    sent.on('error', reject).end();
  });
}

/** All that comes back until the server closes the connection. */
function send(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    socket.on('close', () => resolve(text)).on('error', (error) => (text ? resolve(text) : reject(error)));
  });
}

function problemIn(raw: string): unknown {
  const [head, body] = raw.split('\r\n\r\n') as [string, string];
  expect(head).toContain('content-type: application/problem+json; charset=utf-8');
  expect(head).toContain("content-security-policy: default-src 'none';frame-ancestors 'none'");
  expect(head).toContain('connection: close');
  const problem = JSON.parse(body) as { request_id: string; status: number };
  expect(head).toContain(`x-request-id: ${problem.request_id}`);
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${problem.status} [A-Z]`));
  return problem;
}

describe('The HTTP server', () => {
  afterEach(() => close());

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['a header field without a colon', 'GET /seen HTTP/1.1\r\nHost: localhost\r\nnonsense\r\n\r\n'],
    ['two lengths', 'POST /seen HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    [
      'a length and chunks (request smuggling)',
      'POST /seen HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('answers %s with a problem', async (_, bytes) => {
    await serve();

    expect(problemIn(await send(bytes))).toMatchObject({ status: 400, code: 'request.malformed' });
  });

  it('answers header fields beyond 16 KiB with a problem', async () => {
    await serve();
    const answer = await send(`GET /seen HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(17_000)}\r\n\r\n`);

    expect(problemIn(answer)).toMatchObject({ status: 431, code: 'request.headers_too_large' });
  });

  it.each([
    ['header fields that never end', 'GET /seen HTTP/1.1\r\nHost: a\r\nX-'],
    [
      'a body that never ends',
      'POST /seen HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    ],
  ])('gives up on %s (slow loris)', async (_, bytes) => {
    await serve({}, HASTE);

    expect(problemIn(await send(bytes))).toMatchObject({ status: 408, code: 'request.timeout' });
  });

  it('closes a connection on which nothing is sent', async () => {
    await serve({}, { ...HASTE, silence: 150, headers: 60_000, request: 60_000 });

    expect(await send('')).toBe('');
  });

  it('sends HSTS only where clients come by https', async () => {
    await serve();
    expect((await ask()).headers['strict-transport-security']).toBeUndefined();
    await close();
    await serve({ PUBLIC_URL: 'https://example.com' });
    expect((await ask()).headers['strict-transport-security']).toBe('max-age=31536000');
  });

  describe('behind a proxy', () => {
    const FORWARDED = {
      'x-forwarded-for': '203.0.113.9, 198.51.100.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'api.example.com',
    };
    const seen = async (headers: Record<string, string> = FORWARDED) =>
      JSON.parse((await ask(headers)).text) as Record<string, string>;

    it.each(['', '0', '10.0.0.0/8'])(
      'that is not trusted (TRUST_PROXY=%s) believes nothing',
      async (trust) => {
        await serve({ TRUST_PROXY: trust });

        expect(await seen()).toEqual({ ip: '127.0.0.1', protocol: 'http', host: `127.0.0.1:${port}` });
      },
    );

    it.each([
      ['1', '198.51.100.7'],
      ['2', '203.0.113.9'],
      ['127.0.0.0/8', '198.51.100.7'],
      ['127.0.0.1, 198.51.100.0/24', '203.0.113.9'],
    ])('that is trusted (TRUST_PROXY=%s) sees the client %s', async (trust, ip) => {
      await serve({ TRUST_PROXY: trust });

      expect(await seen()).toEqual({ ip, protocol: 'https', host: 'api.example.com' });
    });

    it('takes no address from before the last proxy that is trusted', async () => {
      await serve({ TRUST_PROXY: '1' });
      const spoofed = { ...FORWARDED, 'x-forwarded-for': `127.0.0.1, ${FORWARDED['x-forwarded-for']}` };

      expect(await seen(spoofed)).toHaveProperty('ip', '198.51.100.7');
    });
  });

  describe('asked by the page of another origin', () => {
    const PREFLIGHT = { origin: APP, 'access-control-request-method': 'PATCH' };
    const corsOf = ({ headers }: IncomingMessage) =>
      Object.keys(headers).filter((name) => name.startsWith('access-control-'));

    it('knows no CORS unless it is told to', async () => {
      await serve();

      expect(corsOf(await ask(PREFLIGHT, 'OPTIONS'))).toEqual([]);
      expect(corsOf(await ask({ origin: APP }))).toEqual([]);
    });

    it('answers the preflight of a listed one', async () => {
      await serve({ CORS_ORIGINS: `https://other.example.com,${APP}` });
      const { statusCode, headers } = await ask(PREFLIGHT, 'OPTIONS', '/any/path');

      expect(statusCode).toBe(204);
      expect(headers).toMatchObject({
        'access-control-allow-origin': APP,
        'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
        'access-control-allow-headers':
          'authorization, content-type, idempotency-key, x-project, x-request-id, last-event-id, if-match',
        'access-control-max-age': '600',
        vary: 'Origin',
      });
      expect(headers['access-control-allow-credentials']).toBeUndefined();
    });

    it('shows a listed one its answers and their fields', async () => {
      await serve({ CORS_ORIGINS: APP });

      for (const path of ['/seen', '/nothing'])
        expect((await ask({ origin: APP }, 'GET', path)).headers).toMatchObject({
          'access-control-allow-origin': APP,
          'access-control-expose-headers':
            'location, etag, retry-after, ratelimit, ratelimit-policy, x-request-id, idempotent-replayed',
        });
    });

    it.each(['https://evil.example.com', 'null', `${APP}.evil.example.com`, 'http://app.example.com'])(
      'shows nothing to %s',
      async (origin) => {
        await serve({ CORS_ORIGINS: APP });

        expect(corsOf(await ask({ ...PREFLIGHT, origin }, 'OPTIONS', '/nothing'))).toEqual([]);
        expect(corsOf(await ask({ origin }))).toEqual([]);
      },
    );
  });
});
