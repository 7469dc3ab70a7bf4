import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { EventExport } from '@app/deliveries';
import { eventually } from '../../../../test/support/eventually.js';
import { fastifyAdapter } from '../http/fastify.js';
import { ExportStreams, streamOf } from './export.streams.js';

const MIB = 2 ** 20;

/** Chunks of a source that says how many were asked for, and whether it was ended. */
function source(chunk: (n: number) => string | Promise<string>) {
  const state = { asked: 0, ended: false };
  async function* chunks() {
    try {
      for (;;) {
        state.asked++;
        yield await chunk(state.asked);
      }
    } finally {
      state.ended = true;
    }
  }
  return { state, chunks: chunks() };
}

/** A client that has the head of an answer that is sent as exports are, and reads nothing of it by itself. */
async function received(chunks: AsyncIterable<string>): Promise<IncomingMessage> {
  const fastify = (await fastifyAdapter()).getInstance();
  fastify.get('/export', (_, reply) => reply.send(streamOf('first\n', chunks)));
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => fastify.close());
  const { port } = fastify.server.address() as AddressInfo;
  const request = get({ port, path: '/export', agent: false });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  onTestFinished(() => void answer.destroy());
  answer.on('error', () => {});
  return answer;
}

describe('An export that is sent', () => {
  it('waits for whoever reads it', async () => {
    const { state, chunks } = source(() => 'x'.repeat(8 * MIB));
    const answer = await received(chunks);
    // what is still under way fills the buffers of both ends of the connection, and no more
    let before = -1;
    await eventually(() => {
      const still = before === state.asked;
      before = state.asked;
      expect(still).toBe(true);
    });
    expect(state.asked).toBeLessThan(8);

    const asked = state.asked;
    answer.resume();
    await eventually(() => expect(state.asked).toBeGreaterThan(asked + 8));
  });

  it.each([
    ['while it is sent', 'x'.repeat(MIB)],
    ['while nothing is found', ''],
  ])('ends when its reader hangs up %s', async (_, text) => {
    const { state, chunks } = source(async () => {
      await new Promise(setImmediate);
      return text;
    });
    const answer = await received(chunks);
    expect(state.ended).toBe(false);
    answer.destroy();

    await eventually(() => expect(state.ended).toBe(true));
  });

  it('breaks its connection when it cannot go on: no reader takes a part for the whole', async () => {
    const { chunks } = source((n) => {
      if (n > 3) throw new Error('the database is away');
      return 'line\n';
    });
    const answer = await received(chunks);
    const aborted = once(answer, 'aborted');
    answer.resume();

    await aborted;
    expect(answer.complete).toBe(false);
  });
});

describe('Exports of a process', () => {
  const project = { id: 'project', slug: 'default' };
  const endless = { chunks: () => source(() => 'line\n').chunks } as unknown as EventExport;
  const start = (streams: ExportStreams) => streams.start(project, { archived: 'all' }, 'ndjson', () => {});

  it('are so many at a time, and one more when one has ended', async () => {
    const streams = new ExportStreams(endless);
    const opened = await Promise.all(Array.from({ length: 16 }, () => start(streams)));
    await expect(start(streams)).rejects.toMatchObject({ code: 'export.busy' });

    opened[0]!.destroy();
    await once(opened[0]!, 'close');
    await start(streams);
  });

  it('that fail to begin are not counted', async () => {
    const failing = { chunks: () => source(() => Promise.reject(new Error('away'))).chunks };
    const streams = new ExportStreams(failing as unknown as EventExport);
    for (let tries = 0; tries < 20; tries++) await expect(start(streams)).rejects.toThrow('away');
  });
});
