import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/app-process.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { SETTINGS, useStack } from '../support/stack.js';

const OLD = SETTINGS.APP_SECRET;
const NEW = 'the-next-secret-of-the-tests-0123456789';
const OUTDATED = `SELECT count(*) FROM destinations d, triggers t WHERE d.secret_sealed LIKE $1 OR d.headers_sealed LIKE $1
  OR d.previous_secret_sealed LIKE $1 OR d.auth_sealed LIKE $1 OR d.redis_url_sealed LIKE $1 OR t.hook_token_sealed LIKE $1`;

describe('A rotation of APP_SECRET', () => {
  const stack = useStack();
  const receiver = useReceiver();

  const rotate = (env: Record<string, string>) => runCommand('rotate-secrets', { ...stack.settings, ...env });

  it('goes on while everything runs, and leaves nothing under the old one', async () => {
    const endpoint = receiver.endpoint();
    const auth = { type: 'bearer', token: 'kept-too' };
    const destinations = [{ url: endpoint.url, headers: { 'x-key': 'kept' }, auth }];
    const made = endpoint.trust(
      await stack.api.createTrigger({ name: 'Kept', trigger_type: 'api', destinations }),
    );
    const queue = { kind: 'bullmq', queue: 'q', redis_url: 'redis://127.0.0.1' };
    expect((await stack.api.post('/destinations', queue)).status).toBe(201);
    const { database } = stack;
    await database.query('UPDATE destinations SET previous_secret_sealed = secret_sealed');
    const [row] = await database.query<{ sealed: string; revision: number }>(
      'SELECT hook_token_sealed AS sealed, revision FROM triggers',
    );
    const oldKey = `${row!.sealed.split('.')[0]}.%`;
    expect(await database.count(OUTDATED, [oldKey])).toBeGreaterThan(0);

    // every process knows both before any of them seals under the new one
    await Promise.all([stack.apiProcess.stop(), ...stack.workers.map((worker) => worker.stop())]);
    const both = { APP_SECRET: NEW, APP_SECRET_PREVIOUS: OLD };
    Object.assign(stack.settings, both);
    await Promise.all([stack.startApi(), stack.startWorker()]);
    expect(await stack.api.trigger(made.id)).toMatchObject({ hook_url: made.hook_url });

    const first = await rotate(both);
    expect(first.output).toContain('destinations.headers_sealed: 1 resealed');
    expect(first.output).toContain('destinations.auth_sealed: 1 resealed');
    expect(first.output).toContain('destinations.redis_url_sealed: 1 resealed');
    expect(first.output).toContain('destinations.secret_sealed: 1 resealed');
    expect(first.output).toContain('destinations.previous_secret_sealed: 1 resealed');
    expect(first.output).toContain('triggers.hook_token_sealed: 1 resealed');
    expect(first.output).toContain('Nothing is left under another secret');
    expect(first.exitCode).toBe(0);
    expect(await database.count(OUTDATED, [oldKey])).toBe(0);

    const second = await rotate(both);
    expect(second.output).not.toMatch(/[1-9]\d* resealed/);
    expect(second.exitCode).toBe(0);

    // and so the old one can be forgotten
    await Promise.all([stack.apiProcess.stop(), ...stack.workers.map((worker) => worker.stop())]);
    Object.assign(stack.settings, { APP_SECRET_PREVIOUS: '' });
    await Promise.all([stack.startApi(), stack.startWorker()]);
    const { body } = await stack.api.post<{ event_id: string }>(made.hook_url!, { by: 'hook' });
    expect(body.event_id).toMatch(/\S/);
    await eventually(() => expect(endpoint.deliveries).toMatchObject([{ payload: { by: 'hook' } }]));
    expect(endpoint.requests[0]!.headers).toMatchObject({
      'x-key': 'kept',
      authorization: 'Bearer kept-too',
    });
    const [after] = await database.query<{ revision: number }>('SELECT revision FROM triggers');
    expect(after!.revision).toBe(row!.revision);
  });

  it('says so when something is under a secret that it was not told', async () => {
    const { exitCode, output } = await rotate({ APP_SECRET: `${NEW}!`, APP_SECRET_PREVIOUS: OLD });

    expect(output).toContain('destinations.secret_sealed: 0 resealed, 0 changed meanwhile, 1 unreadable');
    expect(output).toContain('Something is left under another secret');
    expect(exitCode).toBe(1);
  });
});
