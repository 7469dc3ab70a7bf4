import { describe, expect, it } from 'vitest';
import { uuidV7Floor } from '@app/clock';
import { sliceName } from '@app/events';
import { expecting } from '../support/api-client.js';
import type { Page, Problem } from '../support/contract.js';
import { useStack } from '../support/stack.js';

interface Result {
  archived: number;
  deleted: number;
  partitions_dropped: number;
  duration_ms: number;
  more: boolean;
}
interface Run extends Omit<Result, 'more'> {
  id: string;
  kind: string;
  state: string;
  error: string | null;
  runs: number;
  since: string | null;
  started_at: string;
  finished_at: string;
}

const HOUR = 3_600_000;

describe('Runs of retention', () => {
  const stack = useStack({ workers: 0 });
  const runs = async () => expecting(200, await stack.api.get<Page<Run>>('/retention/runs')).data;

  /** Events of some days ago in a slice of class 1, all expired: by their physical place. */
  async function expiredSlice(daysAgo: number, events: number): Promise<string> {
    const from = Math.floor((Date.now() - daysAgo * 24 * HOUR) / HOUR) * HOUR;
    const name = sliceName({ bucket: 1, from });
    for (const table of ['events', 'deliveries', 'event_labels'])
      await stack.database.query(
        `CREATE TABLE ${table}_${name} PARTITION OF ${table}_b1
           FOR VALUES FROM ('${uuidV7Floor(from)}') TO ('${uuidV7Floor(from + HOUR)}')`,
      );
    await stack.database.query(
      `INSERT INTO events (bucket, id, project_id, source, payload, fired_at, archive_at, expires_at)
       SELECT 1, ($1 || lpad(n::text, 12, '0'))::uuid, gen_random_uuid(), 'manual', '{}', now(), now(), now()
         FROM generate_series(1, $2::int) n`,
      [uuidV7Floor(from).slice(0, 24), events],
    );
    await stack.database.query(
      `INSERT INTO archive_slices (bucket, starts_at, ends_at, events, latest_expiry) VALUES (1, $1, $2, $3, now())`,
      [new Date(from), new Date(from + HOUR), events],
    );
    return `events_${name}`;
  }

  it('delete what is due at once when somebody asks, and are listed', async () => {
    const slice = await expiredSlice(3, 50);
    const result = expecting(200, await stack.api.post<Result>('/retention/run'));

    expect(result).toEqual({
      archived: 0,
      deleted: 50,
      partitions_dropped: 1,
      duration_ms: expect.any(Number) as number,
      more: false,
    });
    expect(await stack.database.count('SELECT count(to_regclass($1))', [slice])).toBe(0);
    const [run] = await runs();
    expect(run).toMatchObject({
      kind: 'manual',
      state: 'done',
      deleted: 50,
      partitions_dropped: 1,
      error: null,
    });
    expect(expecting(200, await stack.api.get<Run>(`/retention/runs/${run!.id}`))).toEqual(run);
    expect(run!.duration_ms).toBe(Date.parse(run!.finished_at) - Date.parse(run!.started_at));
  });

  it('are asked for by several at once, and the same thing is done once', async () => {
    for (const days of [4, 5, 6]) await expiredSlice(days, 10);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => stack.api.post<Result>('/retention/run')),
    );

    const results = answers.map((answer) => expecting(200, answer));
    expect(results.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(30);
  });

  it('are the whole installation’s, one at a time', async () => {
    await stack.database.query(
      `INSERT INTO leases VALUES ('retention.drop', gen_random_uuid(), now() + interval '1 minute')`,
    );
    const refused = expecting(409, await stack.api.post<Problem>('/retention/run'));
    expect(refused.code).toBe('retention.run_under_way');
    await stack.database.query(`DELETE FROM leases WHERE name = 'retention.drop'`);
  });

  it('take no body', async () => {
    const refused = expecting(422, await stack.api.post<Problem>('/retention/run', { dry_run: true }));
    expect(refused.errors).toEqual([{ pointer: '/dry_run', detail: 'is not a known field' }]);
  });

  it('are listed page by page; a filter that there is not is refused', async () => {
    const first = expecting(200, await stack.api.get<Page<Run>>('/retention/runs?limit=2'));
    const next = await stack.api.get<Page<Run>>(`/retention/runs?limit=2&cursor=${first.next_cursor}`);
    const all = (await runs()).map(({ id }) => id);

    expect([...first.data, ...expecting(200, next).data].map(({ id }) => id)).toEqual(all.slice(0, 4));
    expect((await stack.api.get('/retention/runs?kind=drop')).status).toBe(422);
  });

  it('of workers that had nothing to do are one entry, which can be left out', async () => {
    await stack.database.query(
      `INSERT INTO retention_runs (id, kind, job, state, runs, since, started_at, finished_at)
       VALUES (uuidv7(), 'maintenance', 'count sheep', 'done', 3, now() - interval '1 hour', now(), now())`,
    );
    const [newest] = await runs();
    const path = '/retention/runs?idle=false';
    const busy = expecting(200, await stack.api.get<Page<Run>>(path)).data;

    expect(newest).toMatchObject({ job: 'count sheep', done: 0, runs: 3, state: 'done' });
    expect(Date.parse(newest!.since!)).toBeLessThan(Date.parse(newest!.started_at));
    expect(busy.map(({ id }) => id)).toEqual((await runs()).slice(1).map(({ id }) => id));
    expect((await stack.api.get('/retention/runs?idle=perhaps')).status).toBe(422);
  });

  it('leave the slices of today and tomorrow in place', async () => {
    await stack.database.query('UPDATE archive_slices SET latest_expiry = now() WHERE ends_at > now()');
    const count = 'SELECT count(*) FROM archive_slices WHERE ends_at > now()';
    const before = await stack.database.count(count);
    expecting(200, await stack.api.post('/retention/run'));

    expect(before).toBeGreaterThan(40); // 24 of the shortest class and its share of the others, whatever the hour
    expect(await stack.database.count(count)).toBe(before);
  });
});
