import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { freePort } from '../../scripts/ports.mjs';
import { expecting } from '../support/api-client.js';
import type { Destination, Json, Problem } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { describeOnEachQueue } from '../support/queue-backends.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

interface Check {
  name: string;
  sent: string;
  expected: string;
  got: string;
  ok: boolean;
}

const NAMES = ['valid', 'duplicate', 'bad_signature', 'stale_timestamp', 'large_body', 'slow_body'];

describeOnEachQueue('Trying a destination out', (queue) => {
  const stack = useStack({ queue });
  const receiver = useReceiver();

  const make = async (fields: Json) =>
    expecting(201, await stack.api.post<Destination>('/destinations', fields));
  const ask = (id: string, what: string, json?: Json) =>
    stack.api.post<Json & Problem>(`/destinations/${id}/${what}`, json);
  const events = () => stack.api.events('archived=all');

  describe('by a test', () => {
    it('sends one signed webhook, tells what came back, and makes no event', async () => {
      const endpoint = receiver.endpoint({ status: 201, body: 'thanks' });
      const { id, secret } = await make({ url: endpoint.url, enabled: false });
      expect(expecting(200, await ask(id, 'test'))).toEqual({
        delivered: true,
        status_code: 201,
        error: null,
        duration_ms: expect.any(Number) as number,
        response_head: 'thanks',
      });
      expecting(200, await ask(id, 'test', { payload: { mine: true } }));

      const [first, second] = endpoint.requests.map(({ headers, body }) => ({
        headers,
        payload: new Webhook(secret!).verify(body, headers as Record<string, string>) as Json,
      }));
      expect(first).toMatchObject({ payload: { test: true }, headers: { 'etp-event-source': 'test' } });
      expect(second).toMatchObject({ payload: { mine: true } });
      expect(second!.headers['webhook-id']).not.toBe(first!.headers['webhook-id']);
      expect(await events()).toEqual([]);
    });

    it('is one try, whatever comes of it', async () => {
      const failing = receiver.endpoint({ status: 500, body: 'no' });
      const { id } = await make({ url: failing.url });
      const result = expecting(200, await ask(id, 'test'));
      expect(result).toMatchObject({ delivered: false, status_code: 500, response_head: 'no' });
      expect(failing.requests).toHaveLength(1);

      const nobody = await make({ url: `http://127.0.0.1:${await freePort()}/` });
      expect((await ask(nobody.id, 'test')).body).toMatchObject({
        delivered: false,
        status_code: null,
        error: 'connection refused',
      });
      const gone = receiver.endpoint(410);
      const { id: goneId } = await make({ url: gone.url });
      expect((await ask(goneId, 'test')).body).toMatchObject({ delivered: false, status_code: 410 });
      const { body } = await stack.api.get<Destination>(`/destinations/${goneId}`);
      expect(body.enabled).toBe(true); // only a delivery turns it off
    });

    it('does what a template and a refused body say', async () => {
      const endpoint = receiver.endpoint();
      const { id } = await make({ url: endpoint.url, template: '$uppercase(payload.name)' });
      expecting(200, await ask(id, 'test', { payload: { name: 'ada' } }));
      expect(endpoint.requests[0]!.body).toBe('"ADA"');
      expect((await ask(id, 'test', { payload: { name: 1 } })).body).toMatchObject({
        delivered: false,
        error: expect.stringContaining('the template failed: ') as string,
      });
      expect((await ask(id, 'test', { payload: [] as never })).body.errors).toEqual([
        { pointer: '/payload', detail: 'must be a JSON object' },
      ]);
    });

    it('is 503 while there is no worker', async () => {
      const { id } = await make({ url: receiver.endpoint().url });
      await Promise.all(stack.workers.map((worker) => worker.stop()));
      const { status, headers, body } = await ask(id, 'test');
      await stack.startWorker();

      expect([status, body.code]).toEqual([503, 'probe.unavailable']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    });
  });

  describe('by an examination', () => {
    const examine = async (id: string) => {
      const { checks } = expecting(200, await ask(id, 'doctor')) as unknown as { checks: Check[] };
      expect(checks.map(({ name }) => name)).toEqual(NAMES);
      for (const { sent, expected, got } of checks) expect([sent, expected, got].join('')).toMatch(/\w/);
      return checks.filter(({ ok }) => !ok).map(({ name }) => name);
    };

    it('finds nothing wrong with the receiver that comes with the platform', async () => {
      const port = await freePort();
      const mine = await startReceiver(port);
      try {
        const { id, secret } = await make({ url: `http://127.0.0.1:${port}/` });
        await fetch(`http://127.0.0.1:${port}/secret`, { method: 'POST', body: secret! });
        expect(await examine(id)).toEqual([]);
      } finally {
        mine.kill();
      }
      expect(await events()).toEqual([]);
    });

    describe('of a careless one', () => {
      const careless: RequestListener = (request, response) => {
        let length = 0;
        // takes whatever comes, but no more than 100 KiB, and only what is there at once
        const impatient = setTimeout(() => response.writeHead(408).end(), 700);
        request.on('data', (chunk: Buffer) => (length += chunk.length));
        request.on('end', () => {
          clearTimeout(impatient);
          if (!response.headersSent) response.writeHead(length > 100 * 1024 ? 413 : 200).end();
        });
      };
      const server = createServer(careless);
      beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
      afterAll(() => server.closeAllConnections());
      afterAll(() => void server.close());

      it('finds what it takes and should not, and what it does not take', async () => {
        const { port } = server.address() as AddressInfo;
        const { id } = await make({ url: `http://127.0.0.1:${port}/` });
        expect(await examine(id)).toEqual(['bad_signature', 'stale_timestamp', 'large_body', 'slow_body']);
      });
    });

    it('ends in time at an endpoint that hangs, and is for endpoints alone', async () => {
      const { id } = await make({ url: receiver.endpoint('hang').url, timeout: '300ms' });
      expect(await examine(id)).toEqual(NAMES);

      const other = await make({ kind: 'bullmq', queue: 'q', redis_url: 'redis://127.0.0.1' });
      const { status, body } = await ask(other.id, 'doctor');
      expect([status, body.code]).toEqual([409, 'destination.not_http']);
    });
  });
});

async function startReceiver(port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['scripts/receiver.mjs', '--port', String(port)], {
    stdio: 'ignore',
  });
  await eventually(async () => expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200));
  return child;
}
