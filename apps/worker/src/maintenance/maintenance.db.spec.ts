import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ExpiredSessions } from '@app/auth';
import { uuidV7 } from '@app/clock';
import { ExpiredLeases, Leases } from '@app/database';
import { EphemeralDestinations, OldFeedSlots, OldReplays } from '@app/deliveries';
import { ExpiredKeys } from '@app/idempotency';
import { ExpiredTables, OldRuns, RetentionRun, RetentionRuns } from '@app/retention';
import { OldFigures } from '@app/stats';
import { OldSkippedOccurrences } from '@app/triggers';
import { PROJECT, usePlatform } from '../../../../test/support/platform.js';
import { fillSlice } from '../../../../test/support/slices.js';
import { CleanUpCrons } from './clean-up.crons.js';
import { FeedCron } from './feed.cron.js';
import { LeasedJobs } from './leased-jobs.js';
import { RetentionCrons } from './retention.crons.js';
import { SlicesCrons } from './slices.crons.js';

const DAY = 86_400_000;
const MARK_OF_A_CRON = 'SCHEDULE_CRON_OPTIONS';
type Crons = Record<string, () => Promise<void>>;

describe('Maintenance', () => {
  const on = usePlatform();
  afterEach(() => vi.restoreAllMocks());

  const runs = async () => (await on.get(RetentionRuns).list(PROJECT, { limit: 100, idle: false })).data;
  const newJobs = () => new LeasedJobs(on.get(Leases), on.get(RetentionRuns));

  /** Every cron that a worker has, by the names of its methods. */
  function cronsOf(jobs: LeasedJobs): [name: string, run: () => Promise<void>][] {
    const classes = [
      new SlicesCrons(on.slicesAhead, jobs),
      new RetentionCrons(on.get(RetentionRun), on.get(ExpiredTables), jobs),
      new FeedCron(on.get(OldFeedSlots), jobs),
      new CleanUpCrons(
        jobs,
        on.get(EphemeralDestinations),
        on.get(ExpiredSessions),
        on.get(ExpiredKeys),
        on.get(OldSkippedOccurrences),
        on.get(OldReplays),
        on.get(OldRuns),
        on.get(OldFigures),
        on.get(ExpiredLeases),
      ),
    ] as unknown as Crons[];
    return classes.flatMap((crons) =>
      Object.getOwnPropertyNames(Object.getPrototypeOf(crons))
        .filter((name) => Reflect.hasMetadata(MARK_OF_A_CRON, crons[name]!))
        .map((name): [string, () => Promise<void>] => [name, () => crons[name]!()]),
    );
  }
  const cron = (name: string) => cronsOf(newJobs()).find(([one]) => one === name)![1];
  const key = (name: string, expires: string) =>
    on.sql(
      `INSERT INTO idempotency_keys (project_id, key, fingerprint, event, created_at, expires_at)
       VALUES ($1, $2, '', '{}', now(), now() + $3::interval)`,
      [PROJECT, name, expires],
    );
  const keys = async () =>
    (await on.sql<{ key: string }>('SELECT key FROM idempotency_keys ORDER BY key')).map((row) => row.key);
  const lease = (name: string, until: string) =>
    on.sql('INSERT INTO leases VALUES ($1, gen_random_uuid(), now() + $2::interval)', [name, until]);

  it('removes what is over and nothing else, also when workers do it at the same time', async () => {
    await on.slicesAhead.runOnce(Infinity); // an hour may have begun since the template was made
    const failed = vi.spyOn(Logger.prototype, 'error');
    const slice = await fillSlice(on, { age: 5 * DAY, expiresIn: -DAY });
    await key('over', '-1 s');
    await key('live', '1 h');
    await lease('over', '-1 s');
    const expired = 'expired_events_b3_20260101t00_0123abcd';
    await on.sql(`CREATE TABLE ${expired} ()`);
    await on.sql(
      `INSERT INTO retention_runs (id, kind, state, started_at) VALUES ($1, 'drop', 'done', now())`,
      [uuidV7(Date.now() - 31 * DAY)],
    );
    const { id: trigger } = await on.newTrigger();
    for (const [n, age] of ['31 days', '29 days'].entries())
      await on.sql(
        `INSERT INTO skipped_occurrences VALUES ($1, $2, now() + $3::int * interval '1 s', now(), 1, 'missed', '', '{}', now() - $4::interval)`,
        [trigger, PROJECT, n, age],
      );
    for (const age of ['21 minutes', '1 minute'])
      await on.sql(
        `INSERT INTO stat_cells VALUES ($1, $2, 10, now() - $3::interval, 1, 0, 0, 0, 0, NULL, '{}', '{}')`,
        [PROJECT, '00000000-0000-0000-0000-000000000000', age],
      );
    const all = [newJobs(), newJobs()].flatMap(cronsOf);
    expect(all).toHaveLength(24);
    await Promise.all(all.map(([, run]) => run()));

    expect(failed).not.toHaveBeenCalled();
    expect(await keys()).toEqual(['live']);
    expect(await on.count('SELECT count(*) FROM leases')).toBe(0);
    expect(
      await on.count('SELECT count(to_regclass($1)) + count(to_regclass($2))', [slice.events, expired]),
    ).toBe(0);
    expect(await on.count('SELECT count(*) FROM stat_cells')).toBe(1);
    expect(await on.count('SELECT count(*) FROM skipped_occurrences')).toBe(1);
    const noted = await runs();
    expect(noted.filter(({ kind }) => kind !== 'maintenance')).toMatchObject([{ kind: 'drop', deleted: 3 }]);
    const done = noted.flatMap(({ job, done }) => (job === null ? [] : [`${job}: ${done}`]));
    expect(done.sort()).toEqual([
      'forget old figures: 1',
      'forget runs of retention: 1',
      'forget skipped occurrences: 1',
      'remove expired idempotency keys: 1',
      'remove files of dropped slices: 1',
      'remove leases that ran out: 1',
    ]);
  });

  it('leaves a job to the worker that is at it', async () => {
    await key('over', '-1 s');
    await lease('maintenance: remove expired idempotency keys', '1 minute');
    await cron('expiredKeys')();
    expect(await keys()).toContain('over');

    await on.sql('DELETE FROM leases');
    await cron('expiredKeys')();
    expect(await keys()).not.toContain('over');
  });

  it('says what came of a job, and nothing of one that had nothing to do', async () => {
    const said = vi.spyOn(Logger.prototype, 'log');
    const jobs = newJobs();
    await jobs.run('count sheep', async () => 0);
    await jobs.run('count sheep', async () => 7);

    expect(said.mock.calls).toEqual([['count sheep: 7']]);
    const [run, before] = await runs();
    expect(run).toMatchObject({ kind: 'maintenance', job: 'count sheep', state: 'done', done: 7 });
    expect(before).not.toMatchObject({ job: 'count sheep' });
  });

  it('says that a job failed, and has given its lease back', async () => {
    const said = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
    const jobs = newJobs();
    await jobs.run('fail', () => Promise.reject(new Error('no')));

    expect(said.mock.calls).toEqual([['fail failed: no']]);
    expect(await on.count('SELECT count(*) FROM leases')).toBe(0);
    const [run] = await runs();
    expect(run).toMatchObject({ kind: 'maintenance', job: 'fail', state: 'failed', done: 0, error: 'no' });
  });

  it('lets jobs end before the process stops', async () => {
    let end!: () => void;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const jobs = newJobs();
    const order: string[] = [];
    const job = jobs.run('take long', () => ended.then(() => order.push('job')));
    const stopped = jobs.beforeApplicationShutdown().then(() => order.push('stopped'));
    end();
    await Promise.all([job, stopped]);

    expect(order).toEqual(['job', 'stopped']);
  });
});
