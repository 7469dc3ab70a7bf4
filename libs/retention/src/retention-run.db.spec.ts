import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { Leases } from '@app/database';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import { RetentionRun } from './retention-run.js';
import { RetentionRuns } from './retention-runs.js';
import { RetentionRunsRepository } from './retention-runs.repository.js';
import type { RetentionStep, StepTurn } from './retention-steps.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('A run of retention', () => {
  const on = usePlatform();
  const runs = () => on.get(RetentionRuns);

  beforeEach(() => on.sql('DELETE FROM retention_runs'));

  /** A step that does this, turn by turn, and then nothing. */
  function step(kind: RetentionStep['kind'], turns: (Partial<StepTurn> | Error)[]): RetentionStep {
    const runOnce = async (): Promise<StepTurn> => {
      const turn = turns.shift() ?? {};
      if (turn instanceof Error) throw turn;
      return { more: turns.length > 0, ...turn };
    };
    return { kind, limit: 100, work: { runOnce } };
  }
  const running = (...steps: RetentionStep[]) =>
    new RetentionRun(steps, on.get(Leases), on.get(RetentionRunsRepository));
  const noted = async () => (await runs().list(PROJECT, 100)).data;
  const hold = (name: string) =>
    on.sql(`INSERT INTO leases VALUES ($1, gen_random_uuid(), now() + interval '1 minute')`, [name]);

  it('goes on until nothing is due, and is noted', async () => {
    const run = running(step('archive', [{ archived: 5 }, { archived: 3, deleted: 1 }]));

    expect(await run.runStep('archive', MINUTE)).toMatchObject({ archived: 8, deleted: 1 });
    expect(await noted()).toMatchObject([
      { kind: 'archive', state: 'done', archived: 8, deleted: 1, partitions_dropped: 0, error: null },
    ]);
  });

  it('that did nothing is not noted, but if somebody asked for it', async () => {
    const run = running(step('archive', []), step('drop', []));
    await run.runStep('drop', MINUTE);
    expect(await noted()).toEqual([]);

    await run.runAll(MINUTE);
    expect(await noted()).toMatchObject([{ kind: 'manual', state: 'done', archived: 0 }]);
  });

  it('that fails is noted with what it did before', async () => {
    const run = running(step('drop', [{ deleted: 7, partitions_dropped: 1 }, new Error('no such luck')]));

    await expect(run.runStep('drop', MINUTE)).rejects.toThrow('no such luck');
    expect(await noted()).toMatchObject([{ state: 'failed', deleted: 7, error: 'no such luck' }]);
  });

  it('tells nobody secrets that an error names', async () => {
    const run = running(step('drop', [{ error: 'connecting to s3://key:secret@storage/ failed' }]));

    await expect(run.runStep('drop', MINUTE)).rejects.toThrow();
    expect((await noted())[0]!.error).toBe('connecting to s3://…@storage/ failed');
  });

  it('of all steps adds up what each did', async () => {
    const run = running(
      step('archive', [{ archived: 2, deleted: 1 }]),
      step('drop', [{ deleted: 10, partitions_dropped: 1 }]),
    );
    const { duration_ms, ...result } = await run.runAll(MINUTE);

    expect(result).toEqual({ archived: 2, deleted: 11, partitions_dropped: 1, more: false });
    expect(duration_ms).toBeGreaterThanOrEqual(0);
    expect(await noted()).toMatchObject([
      { kind: 'manual', archived: 2, deleted: 11, partitions_dropped: 1 },
    ]);
  });

  it('ends when its time is over, and says that there is more', async () => {
    const endless: RetentionStep = {
      kind: 'archive',
      limit: 1,
      work: { runOnce: async () => ({ archived: 1, more: true }) },
    };

    expect(await running(endless).runAll(50)).toMatchObject({ more: true });
    expect(await running(endless).runAll(0)).toMatchObject({ archived: 1, more: true });
  });

  it('does what it can when a step fails, and says that it did not do all', async () => {
    const run = running(step('archive', [new Error('stuck')]), step('drop', [{ deleted: 4 }]));

    await expect(run.runAll(MINUTE)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'retention.run_failed',
    });
    expect(await noted()).toMatchObject([{ state: 'failed', deleted: 4, error: 'stuck' }]);
  });

  it('leaves a step to who is at it', async () => {
    await hold('retention.drop');
    const run = running(step('archive', [{ archived: 1 }]), step('drop', [{ deleted: 1 }]));

    expect(await run.runStep('drop', MINUTE)).toBeUndefined();
    await expect(run.runAll(MINUTE)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'retention.run_under_way',
    });
    expect(await noted()).toMatchObject([{ kind: 'manual', archived: 1, deleted: 0 }]);
    await on.sql('DELETE FROM leases');
    expect(await run.runStep('drop', MINUTE)).toMatchObject({ deleted: 1 });
  });

  it('begins no turn any more when the process is to stop', async () => {
    const run = running(step('archive', [{ archived: 1 }, { archived: 1 }]));
    run.beforeApplicationShutdown();

    expect(await run.runStep('archive', MINUTE)).toMatchObject({ archived: 1 });
  });

  describe('is listed', () => {
    const insert = (age: number, rest: { project_id?: string; state?: string } = {}) =>
      on.sql(
        `INSERT INTO retention_runs (id, project_id, kind, state, started_at) VALUES ($1, $2, $3, $4, now())`,
        [uuidV7(Date.now() - age), rest.project_id ?? null, `${age / MINUTE}`, rest.state ?? 'done'],
      );

    it('newest first, page by page', async () => {
      for (const age of [3, 1, 2]) await insert(age * MINUTE);
      const first = await runs().list(PROJECT, 2);
      const second = await runs().list(PROJECT, 2, first.next_cursor!);

      const kinds = [...first.data, ...second.data].map(({ kind }) => Number(kind));
      expect(kinds).toEqual([1, 2, 3]);
      expect(second.next_cursor).toBeNull();
    });

    it('in its project alone, or everywhere if it has none', async () => {
      const [other] = await on.sql<{ id: string }>(
        `INSERT INTO projects (id, slug, name) VALUES (gen_random_uuid(), 'other', 'Other') RETURNING id`,
      );
      await insert(MINUTE, { project_id: PROJECT });
      await insert(2 * MINUTE, { project_id: other!.id });
      await insert(3 * MINUTE);

      expect((await noted()).map(({ kind }) => kind)).toEqual(['1', '3']);
      expect((await runs().list(other!.id, 10)).data.map(({ kind }) => kind)).toEqual(['2', '3']);
    });

    it('for 30 days', async () => {
      await insert(31 * DAY);
      await insert(31 * DAY, { state: 'running' });
      await insert(29 * DAY);

      expect(await runs().deleteOld(100)).toBe(1);
      expect(await noted()).toHaveLength(2);
    });
  });
});
