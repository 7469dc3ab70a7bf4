import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/ports.mjs';
import { expecting } from '../support/api-client.js';
import { newCertificate } from '../support/certificates.js';
import type { Event } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { drips, says, saysAndCloses, useRawReceivers, type Misbehaviour } from '../support/raw-receiver.js';
import { useStack } from '../support/stack.js';

const TIMEOUT_MS = 1000;
/** What a busy machine may take on top; a timeout at twice the setting takes longer. */
const SLACK_MS = 900;
const OK = 'HTTP/1.1 200 OK\r\n';
const NO_CONTENT = 'HTTP/1.1 204 No\r\nconnection: keep-alive\r\n\r\n';
const GONE = 'HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TOO_LATE = `no answer within ${TIMEOUT_MS} ms`;
const ENDLESS = `the answer did not end within ${TIMEOUT_MS} ms`;
const CLOSED = 'connection closed by the receiver before an answer';
const BROKE_OFF = 'connection closed by the receiver within the answer';
const RESET = 'connection reset by the receiver';
const NOT_HTTP = 'the answer is not valid HTTP';

const authority = newCertificate({ name: 'Trusted by the tests', authority: true });
const stranger = newCertificate({ name: 'Trusted by nobody', authority: true });
const of127 = (rest: Partial<Parameters<typeof newCertificate>[0]> = {}) => ({
  certificate: newCertificate({ name: '127.0.0.1', issuer: authority, ...rest }),
});

/** What a receiver does; how its delivery ends, after how many tries, and what the last one says. */
type Row = [
  name: string,
  receiver: Misbehaviour | string,
  status: 'delivered' | 'dead',
  tries: 1 | 2,
  code: number | null,
  error: string | null,
];

const delivered = (name: string, receiver: Misbehaviour, error: string | null = null, code = 200): Row => [
  name,
  receiver,
  'delivered',
  1,
  code,
  error,
];
/** Tried again, and dead when the tries are used up. */
const retried = (
  name: string,
  receiver: Misbehaviour | string,
  error: string | null,
  code: number | null = null,
): Row => [name, receiver, 'dead', 2, code, error];
const answers = (code: number, status: 'delivered' | 'dead', tries: 1 | 2): Row => [
  `answers ${code}`,
  says(`HTTP/1.1 ${code} Any\r\ncontent-length: 0\r\n\r\n`),
  status,
  tries,
  code,
  code >= 300 && code < 400 ? 'redirects are not followed' : null,
];

const ROWS: Row[] = [
  ...[200, 201, 202, 204, 206, 299].map((code) => answers(code, 'delivered', 1)),
  ...[300, 301, 302, 303, 304, 307, 308, 410].map((code) => answers(code, 'dead', 1)),
  ...[400, 401, 403, 404, 408, 409, 413, 415, 422, 425, 429, 451].map((code) => answers(code, 'dead', 2)),
  ...[500, 501, 502, 503, 504, 507, 599, 999].map((code) => answers(code, 'dead', 2)),

  retried('hangs without a word', says(), TOO_LATE),
  retried('hangs within its status line', says('HTTP/1.1 2'), TOO_LATE),
  retried('hangs within its headers', says(OK, 'x-slow: '), TOO_LATE),
  retried('drips its headers', drips(OK, 'x-slow: 1\r\n', 100), TOO_LATE),
  delivered('hangs after its headers', says(OK, 'content-length: 5\r\n\r\n'), ENDLESS),
  delivered('hangs within its body', says(OK, 'content-length: 5\r\n\r\nab'), ENDLESS),
  delivered('drips its body', drips(`${OK}transfer-encoding: chunked\r\n\r\n`, '1\r\nx\r\n', 100), ENDLESS),
  delivered(
    'drips its trailers',
    drips(`${OK}transfer-encoding: chunked\r\n\r\n0\r\n`, 'x-t: 1\r\n', 100),
    ENDLESS,
  ),
  retried(
    'refuses, and hangs within its body',
    says('HTTP/1.1 500 No\r\ncontent-length: 5\r\n\r\nab'),
    ENDLESS,
    500,
  ),

  retried('closes without a word', saysAndCloses(), CLOSED),
  retried('closes at once', { onConnection: (socket) => socket.end() }, CLOSED),
  retried('closes its half and hangs', { onRequest: (socket) => socket.end() }, CLOSED),
  retried('resets', { onRequest: (socket) => socket.resetAndDestroy() }, RESET),
  retried('resets at once', { onConnection: (socket) => socket.resetAndDestroy() }, RESET),
  retried('closes within its status line', saysAndCloses('HTTP/1.1 20'), CLOSED),
  retried('closes within its headers', saysAndCloses(OK, 'x-a: '), CLOSED),
  delivered('closes within its body', saysAndCloses(OK, 'content-length: 9\r\n\r\nab'), BROKE_OFF),
  delivered(
    'resets within its body',
    {
      onRequest: (socket) =>
        socket.write(
          `${OK}content-length: 9\r\n\r\nab`,
          () => setTimeout(() => socket.resetAndDestroy(), TIMEOUT_MS / 2), // its head has been read, the time is not over
        ),
    },
    RESET,
  ),
  delivered('closes at the end of its body, which has no length', saysAndCloses(OK, '\r\nab')),
  delivered('speaks HTTP/1.0', saysAndCloses('HTTP/1.0 200 OK\r\n\r\nab')),
  retried(
    'answers before it has read',
    {
      onConnection: (socket) =>
        socket.end('HTTP/1.1 413 Big\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'),
    },
    null,
    413,
  ),

  delivered(
    'sends less than it says, and closes',
    saysAndCloses(OK, 'content-length: 99\r\n\r\nab'),
    BROKE_OFF,
  ),
  delivered('sends more than it says', says(OK, 'content-length: 2\r\n\r\nabcdefgh')),
  delivered(
    'sends a second answer',
    says(OK, 'content-length: 0\r\n\r\nHTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n'),
  ),
  delivered('sends a body with 204', says('HTTP/1.1 204 No\r\n\r\nbody'), null, 204),
  retried(
    'says two lengths',
    says(OK, 'content-length: 2\r\ncontent-length: 3\r\n\r\nabc'),
    'the answer is not as long as it says',
  ),
  retried('says a length that is none', says(OK, 'content-length: two\r\n\r\nab'), NOT_HTTP),
  retried('says a length below zero', says(OK, 'content-length: -2\r\n\r\nab'), NOT_HTTP),
  delivered('sends chunks that are none', says(OK, 'transfer-encoding: chunked\r\n\r\nxyz\r\n'), NOT_HTTP),
  delivered(
    'sends a chunk beyond measure',
    says(OK, 'transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n'),
    NOT_HTTP,
  ),
  delivered('says gzip and sends none', says(OK, 'content-encoding: gzip\r\ncontent-length: 2\r\n\r\nab')),
  delivered(
    'sends bytes that are no text',
    says(OK, 'content-length: 4\r\n\r\n', Buffer.from([0, 0xff, 0xfe, 0xc3])),
  ),

  retried('sends garbage', says(Buffer.from([0, 1, 2, 3, 0xff, 0xfe])), NOT_HTTP),
  retried('speaks SSH', says('SSH-2.0-OpenSSH_9.2p1\r\n'), NOT_HTTP),
  retried('speaks HTTP/2', says(Buffer.from('00000c040000000000000300000064000400100000', 'hex')), NOT_HTTP),
  retried('speaks HTTP/0.9', saysAndCloses('<html>'), NOT_HTTP),
  retried('answers in lower case', says('http/1.1 200 ok\r\n\r\n'), NOT_HTTP),
  retried('breaks a header over lines', says(OK, 'x-a: 1\r\n folded\r\nno colon\r\n\r\n'), NOT_HTTP),
  retried(
    'sends one huge header',
    says(OK, `x-a: ${'x'.repeat(100_000)}\r\n\r\n`),
    "the answer's headers are too large",
  ),
  retried(
    'sends headers for ever',
    drips(OK, `x-a: ${'x'.repeat(1000)}\r\n`, 1),
    "the answer's headers are too large",
  ),

  delivered(
    'sends early hints first',
    says('HTTP/1.1 103 Early\r\nlink: </a>\r\n\r\n', OK, 'content-length: 0\r\n\r\n'),
  ),
  retried('sends early hints for ever', drips('', 'HTTP/1.1 103 Early\r\nx-a: 1\r\n\r\n', 20), TOO_LATE),
  retried(
    'sends 100 Continue, unasked',
    says('HTTP/1.1 100 Continue\r\n\r\n', OK, 'content-length: 0\r\n\r\n'),
    `${NOT_HTTP}: 100 Continue, which was not asked for`,
  ),
  retried(
    'switches protocols',
    says('HTTP/1.1 101 Switch\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
    `${NOT_HTTP}: a change of protocols, which was not asked for`,
  ),

  delivered('speaks TLS as it should', { ...says(OK, 'content-length: 0\r\n\r\n'), ...of127() }),
  retried(
    'has a certificate that has ended',
    { ...says(), ...of127({ days: -1 }) },
    "TLS: the receiver's certificate has expired",
  ),
  retried(
    'has signed its certificate itself',
    { ...says(), certificate: newCertificate({ name: '127.0.0.1' }) },
    "TLS: the receiver's certificate is self-signed",
  ),
  retried(
    'has a certificate by nobody known',
    { ...says(), ...of127({ issuer: stranger }) },
    "TLS: the receiver's certificate cannot be verified",
  ),
  retried(
    'has a certificate for another name',
    { ...says(), ...of127({ name: 'other.example' }) },
    "TLS: the receiver's certificate is for another host",
  ),
  retried(
    'has a certificate for another address',
    { ...says(), ...of127({ name: '127.0.0.2' }) },
    "TLS: the receiver's certificate is for another host",
  ),
  retried(
    'speaks plain HTTP on an https URL',
    'https:plain',
    'TLS: the receiver does not speak TLS at this port',
  ),
  retried('hangs within the TLS handshake', 'https:hangs', TOO_LATE),
  retried('speaks TLS on an http URL', 'http:tls', CLOSED),
  retried('is not there', 'closed port', 'connection refused'),
];

describe('A receiver that', () => {
  const trusted = mkdtempSync(join(tmpdir(), 'etp-test-ca-'));
  writeFileSync(join(trusted, 'ca.pem'), authority.cert);
  afterAll(() => rmSync(trusted, { recursive: true }));
  const stack = useStack({ env: { NODE_EXTRA_CA_CERTS: join(trusted, 'ca.pem') } });
  const receivers = useRawReceivers();
  const retry = { max_attempts: 2, min_delay: '50ms', max_delay: '50ms', jitter: 0 };

  async function send(url: string): Promise<string> {
    const destinations = [{ url, timeout: `${TIMEOUT_MS}ms`, retry }];
    return expecting(201, await stack.api.post<Event>('/events', { payload: { n: 1 }, destinations })).id;
  }

  const ended = (id: string) =>
    eventually(async () => {
      const event = await stack.api.event(id);
      expect(event.status).not.toBe('pending');
      return event.deliveries[0]!;
    });

  async function urlOf(receiver: Misbehaviour | string): Promise<string> {
    if (typeof receiver !== 'string') return receivers.url(receiver);
    if (receiver === 'https:plain')
      return (await receivers.url({ onConnection: (socket) => socket.end(`${OK}\r\n`) })).replace(
        'http:',
        'https:',
      );
    if (receiver === 'https:hangs') return (await receivers.url({})).replace('http:', 'https:');
    if (receiver === 'http:tls')
      return (await receivers.url({ ...says(), ...of127() })).replace('https:', 'http:');
    return `http://127.0.0.1:${await freePort()}/`;
  }

  /** All at once, since most of them are slow: event ids by name. */
  const events = new Map<string, string>();
  beforeAll(async () => {
    for (const [name, receiver] of ROWS) events.set(name, await send(await urlOf(receiver)));
  });

  it.each(ROWS)('%s', async (name, _, status, tries, code, error) => {
    const { status: end, attempts } = await ended(events.get(name)!);

    expect([end, attempts.length]).toEqual([status, tries]);
    for (const attempt of attempts) {
      expect([attempt.status_code, attempt.error]).toEqual([code, error]);
      expect(attempt.duration_ms).toBeLessThan(TIMEOUT_MS + SLACK_MS);
    }
  });

  it('sends bytes that are no text has them kept as far as they can be', async () => {
    const { attempts } = await ended(events.get('sends bytes that are no text')!);

    expect(attempts[0]!.response_head).toBe('\uFFFD'.repeat(4));
  });

  it.each([
    ['closes the connection that it said it would keep', (socket: Socket) => socket.end(NO_CONTENT)],
    ['resets it', (socket: Socket) => socket.write(NO_CONTENT, () => socket.resetAndDestroy())],
    ['has answered beforehand', (socket: Socket) => socket.write(NO_CONTENT + GONE)],
  ])('%s gets the next delivery all the same', async (_, onRequest) => {
    const url = await receivers.url({ onRequest });
    for (let n = 0; n < 3; n++) {
      const { status, attempts } = await ended(await send(url));
      expect([status, attempts.at(-1)!.status_code]).toEqual(['delivered', 204]);
    }
  });

  const dateIn = (ms: number) => new Date(Date.now() + ms).toUTCString();
  it.each([
    ['seconds', () => '7200', 2 * HOUR_MS],
    ['a date', () => dateIn(2 * HOUR_MS), 2 * HOUR_MS],
    ['seconds for ever', () => '9'.repeat(30), DAY_MS],
    ['a date in a year', () => dateIn(365 * DAY_MS), DAY_MS],
  ])('asks to be left alone for %s is, for a day at most', async (_, field, expected) => {
    const asked = Date.now();
    const headers = `retry-after: ${field()}\r\ncontent-length: 0\r\n\r\n`;
    const id = await send(await receivers.url(says(`HTTP/1.1 429 Slow\r\n${headers}`)));

    await eventually(async () => {
      const [delivery] = (await stack.api.event(id)).deliveries;
      expect([delivery!.status, delivery!.attempts.length]).toEqual(['pending', 1]);
      const wait = Date.parse(delivery!.next_attempt_at!) - asked;
      expect(wait).toBeGreaterThan(expected - 5000);
      expect(wait).toBeLessThan(expected + 30_000);
    });
  });
});
