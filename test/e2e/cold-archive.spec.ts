import { describe, expect, it } from 'vitest';
import { uuidV7Floor } from '@app/clock';
import { DEFAULT_PROJECT } from '@app/database';
import { sliceName } from '@app/events';
import { expecting } from '../support/api-client.js';
import { runCli } from '../support/cli.js';
import type { Event, EventWithDeliveries, Page } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { useS3Server } from '../support/s3-server.js';
import { useStack } from '../support/stack.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('The cold archive', () => {
  const s3 = useS3Server();
  const env: Record<string, string> = {
    WORKER_ROLES: 'delivery', // retention runs when it is asked to
    RETENTION_ARCHIVE_AFTER: '8s',
    RETENTION_DELETE_AFTER: '8s',
    COLD_ARCHIVE: `s3://${s3.bucket}/tests`,
    COLD_ARCHIVE_S3_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    COLD_ARCHIVE_S3_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    // only known once the server listens, which is before the stack starts
    get COLD_ARCHIVE_S3_ENDPOINT() {
      return s3.endpoint;
    },
  };
  const stack = useStack({ env });
  const receiver = useReceiver();
  const get = (id: string) => stack.api.get<EventWithDeliveries>(`/events/${id}`);
  const archive = (...args: string[]) => runCli(['archive', ...args], stack.settings);
  const run = async () => expecting(200, await stack.api.post<{ deleted: number }>('/retention/run')).deleted;
  const namesOf = (out: string) => [...out.matchAll(/^(?:events|expired)-\S+/gm)].map(([name]) => name);

  /** An archived event of five days ago that has expired. */
  async function expiredInSlice(): Promise<string> {
    const from = Math.floor((Date.now() - 5 * DAY) / HOUR) * HOUR;
    const id = uuidV7Floor(from).replace(/.$/, '7');
    for (const table of ['events', 'deliveries', 'event_labels'])
      await stack.database.query(
        `CREATE TABLE ${table}_${sliceName({ bucket: 1, from })} PARTITION OF ${table}_b1
           FOR VALUES FROM ('${uuidV7Floor(from)}') TO ('${uuidV7Floor(from + HOUR)}')`,
      );
    await stack.database.query(
      `INSERT INTO events (bucket, id, project_id, source, payload, labels, fired_at, archive_at, expires_at)
       VALUES (1, $1, $2, 'manual', '{"of": "a slice"}', '{"env": "old"}', $3, $3, now())`,
      [id, DEFAULT_PROJECT.id, new Date(from)],
    );
    await stack.database.query(
      `INSERT INTO archive_slices (bucket, starts_at, ends_at, events, latest_expiry) VALUES (1, $1, $2, 1, now())`,
      [new Date(from), new Date(from + HOUR)],
    );
    return id;
  }

  it('has what was deleted by time, and gives it back', async () => {
    const fire = { payload: { order: 'A-1' } };
    const { id } = await stack.api.createTrigger({
      name: 'Short',
      trigger_type: 'api',
      destinations: [{ url: receiver.endpoint().url }],
    });
    const fired = expecting(202, await stack.api.post<Event>(`/triggers/${id}/fire`, fire)).id;
    await eventually(async () => expect((await get(fired)).body.status).toBe('delivered'));
    const before = expecting(200, await get(fired));

    const old = await expiredInSlice();
    await eventually(async () => expect((await get(fired)).status).toBe(404), { within: 20_000 });
    expect(await run()).toBe(2);
    expect(await stack.database.count('SELECT count(*) FROM events')).toBe(0);

    const list = await archive('list');
    expect(list.out).toContain('2 objects, 2 events');
    const names = namesOf(list.out);
    expect(names.map((name) => name.split('-')[0])).toEqual(['events', 'expired']);
    const verified = await archive('verify');
    expect(verified).toMatchObject({ exitCode: 0 });
    expect(verified.out).toContain('2 whole, 0 broken or unfinished.');
    const search = async (...filter: string[]) => {
      const { out, exitCode } = await archive('search', ...filter);
      expect(exitCode).toBe(0);
      return out
        .split('\n')
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as Event).id);
    };
    expect(await search()).toEqual([old, fired]);
    expect(await search('--trigger', id, '--q', 'a-1')).toEqual([fired]);

    expect(await archive('restore', '--id', fired, '--for', '1h')).toMatchObject({
      exitCode: 0,
      out: '1 restored, 0 there already.\n',
    });
    const after = expecting(200, await get(fired));
    const times = { archive_at: expect.anything() as string, expires_at: expect.anything() as string };
    expect(after).toEqual({ ...before, archived: true, ...times });
    expect(await archive('restore', ...names)).toMatchObject({ out: '1 restored, 1 there already.\n' });
    const listed = expecting(200, await stack.api.get<Page<Event>>('/events?archived=true')).data;
    expect(listed.map(({ id }) => id)).toEqual([fired, old]);
    const labelled = expecting(
      200,
      await stack.api.get<Page<Event>>('/events?archived=true&label=env:old'),
    ).data;
    expect(labelled.map(({ id }) => id)).toEqual([old]);
    expect(await run()).toBe(0);
  });

  it('says what is wrong', async () => {
    expect(await archive('verify', 'events-b1_20200101t0000-none')).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('its manifest cannot be read') as string,
    });
    expect(await archive('restore', '--id', uuidV7Floor(1))).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('There is no such event.') as string,
    });
    expect(await archive('restore')).toMatchObject({ exitCode: 2 });
    const none = await runCli(['archive', 'list'], { ...stack.settings, COLD_ARCHIVE: '' });
    expect(none).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('COLD_ARCHIVE is not set') as string,
    });
    const away = await runCli(['archive', 'list'], {
      ...stack.settings,
      COLD_ARCHIVE_S3_ENDPOINT: 'http://127.0.0.1:9',
    });
    expect(away.exitCode).toBe(1);
    expect(away.err).toContain('The cold archive cannot be read: ');
  });
});
