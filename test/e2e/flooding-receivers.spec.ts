import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { expecting } from '../support/api-client.js';
import type { Event } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { floods, says, useRawReceivers, type Misbehaviour } from '../support/raw-receiver.js';
import { useStack } from '../support/stack.js';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
/** What the worker's memory may grow by, at its highest, while it is flooded with a gigabyte. */
const FLAT = 48 * MIB;
/** What leaves a receiver before it notices that nobody reads on: buffers of both sides. */
const BUFFERED = 16 * MIB;
const OK = 'HTTP/1.1 200 OK\r\n';
const ZEROES = Buffer.alloc(64 * 1024);
const CHUNK = Buffer.concat([Buffer.from('10000\r\n'), ZEROES, Buffer.from('\r\n')]);
/** 16 MiB of zeroes in 16 KiB; gzip allows any number of them in a row. */
const BOMB = gzipSync(Buffer.alloc(16 * MIB));

describe.runIf(process.platform === 'linux')("A worker's memory stays flat", () => {
  const stack = useStack();
  const receivers = useRawReceivers();

  async function deliverTo(receiver: Misbehaviour, timeout = '10s') {
    const url = await receivers.url(receiver);
    const destinations = [{ url, timeout, retry: { max_attempts: 1 } }];
    const event = expecting(201, await stack.api.post<Event>('/events', { payload: {}, destinations }));
    return eventually(async () => {
      const { status, deliveries } = await stack.api.event(event.id);
      expect(status).not.toBe('pending');
      return { status, attempt: deliveries[0]!.attempts[0]! };
    });
  }

  /** Bytes: what is resident, and the most that has been since the last forgetting. */
  const memory = () => {
    const status = readFileSync(`/proc/${stack.workers[0]!.pid}/status`, 'utf8');
    const bytesOf = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)![1]) * 1024;
    return { now: bytesOf('VmRSS'), peak: bytesOf('VmHWM') };
  };
  const forgetPeak = () => writeFileSync(`/proc/${stack.workers[0]!.pid}/clear_refs`, '5');

  beforeAll(async () => {
    const answer = says(OK, 'content-length: 0\r\n\r\n');
    await Promise.all(Array.from({ length: 20 }, () => deliverTo(answer))); // it warms up
  });

  it.each([
    ['a body of 1 GiB', floods(`${OK}content-length: ${GIB}\r\n\r\n`, ZEROES, GIB)],
    ['a body of 1 GiB in chunks', floods(`${OK}transfer-encoding: chunked\r\n\r\n`, CHUNK, GIB)],
    ['a body of 1 GiB that says no length', floods(`${OK}\r\n`, ZEROES, GIB)],
    ['a gzip bomb', floods(`${OK}content-encoding: gzip\r\n\r\n`, BOMB, GIB)],
  ])('when the answer is %s, of which the first 4 KiB are kept', async (_, flood) => {
    forgetPeak();
    const before = memory().now;

    const { status, attempt } = await deliverTo(flood);

    expect([status, attempt.status_code, attempt.error]).toEqual(['delivered', 200, null]);
    expect(attempt.response_head!.length).toBeLessThanOrEqual(4096);
    expect(memory().peak - before).toBeLessThan(FLAT);
    expect(flood.sent).toBeLessThan(BUFFERED);
  });

  it.each([
    ['headers without end', floods(OK, Buffer.from('x-a: b\r\n'.repeat(8192)), GIB), 'headers are too large'],
    [
      'a status line without end',
      floods('HTTP/1.1 200 ', Buffer.alloc(64 * 1024, 'x'), GIB),
      'no answer within',
    ],
    [
      'early hints without end',
      floods('', Buffer.from('HTTP/1.1 103 Early\r\nlink: </a>\r\n\r\n'.repeat(1024)), 8 * GIB),
      'no answer within',
    ],
  ])('when the answer has %s', async (_, flood, error) => {
    forgetPeak();
    const before = memory().now;

    const { status, attempt } = await deliverTo(flood, '1s');

    expect([status, attempt.error]).toEqual(['dead', expect.stringContaining(error)]);
    expect(attempt.duration_ms).toBeLessThan(4000);
    expect(memory().peak - before).toBeLessThan(FLAT);
  });
});
