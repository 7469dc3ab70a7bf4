import { beforeEach, describe, expect, it } from 'vitest';
import { uuidV7 } from '@app/clock';
import { Leases } from '@app/database';
import { eventually } from '../../../test/support/eventually.js';
import { PROJECT, usePlatform } from '../../../test/support/platform.js';
import { OldRuns } from './old-runs.js';
import { RetentionRun } from './retention-run.js';
import { RetentionRuns } from './retention-runs.js';
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
  const running = (...steps: RetentionStep[]) => new RetentionRun(steps, on.get(Leases), runs());
  const noted = async (idle = true) => (await runs().list(PROJECT, { limit: 100, idle })).data;
  const hold = (name: string) =>
    on.sql(`INSERT INTO leases VALUES ($1, gen_random_uuid(), now() + interval '1 minute')`, [name]);

  it('goes on until nothing is due, and is noted', async () => {
    const run = running(step('archive', [{ archived: 5 }, { archived: 3, deleted: 1 }]));

    expect(await run.runStep('archive', MINUTE)).toMatchObject({ archived: 8, deleted: 1 });
    expect(await noted()).toMatchObject([
      { kind: 'archive', state: 'done', archived: 8, deleted: 1, partitions_dropped: 0, error: null },
    ]);
  });

  it('that had nothing to do shares its note with those before it, but if somebody asked for it', async () => {
    const turns: Partial<StepTurn>[] = [];
    const run = running(step('archive', turns), step('drop', []));
    await run.runStep('archive', MINUTE);
    const [first] = await noted();
    await run.runStep('drop', MINUTE);
    for (let n = 0; n < 2; n++) await run.runStep('archive', MINUTE);
    turns.push({ archived: 5 });
    for (let n = 0; n < 3; n++) await run.runStep('archive', MINUTE);
    await run.runAll(MINUTE);
    await run.runAll(MINUTE);

    expect(first).toMatchObject({ kind: 'archive', state: 'done', runs: 1, since: null });
    const all = await noted();
    expect(all).toMatchObject([
      { kind: 'manual', archived: 0, runs: 1 },
      { kind: 'manual', archived: 0, runs: 1 },
      { kind: 'archive', archived: 0, runs: 2 },
      { kind: 'archive', archived: 5, runs: 1 },
      { kind: 'archive', archived: 0, runs: 3, since: first!.started_at },
      { kind: 'drop', runs: 1 },
    ]);
    expect(all[4]!.started_at.getTime()).toBeGreaterThan(first!.started_at.getTime());
    expect((await noted(false)).map(({ kind }) => kind)).toEqual(['manual', 'manual', 'archive']);
  });

  it('is listed while it goes on, and as cut off by the next if it never ends', async () => {
    let cut!: (turn: StepTurn) => void;
    const turns = [
      Promise.resolve({ archived: 5, more: true }),
      new Promise<StepTurn>((resolve) => (cut = resolve)),
    ];
    const halting: RetentionStep = { kind: 'archive', limit: 100, work: { runOnce: () => turns.shift()! } };
    const killed = running(halting).runStep('archive', MINUTE);
    await eventually(async () => expect(await noted()).toMatchObject([{ archived: 5 }]));
    const [under] = await noted();
    expect(under).toMatchObject({ state: 'running', finished_at: null });

    await on.sql('DELETE FROM leases'); // as time does when its owner was killed
    await running(step('drop', [])).runStep('drop', MINUTE); // another kind
    expect(await noted(false)).toMatchObject([{ state: 'running' }]);
    await running(step('archive', [])).runStep('archive', MINUTE);
    const [found] = await noted(false);
    expect(found).toMatchObject({ id: under!.id, state: 'failed', archived: 5 });
    expect(found!.error).toContain('stopped in the middle');
    expect(found!.finished_at).not.toBeNull();

    cut({ archived: 2, more: false }); // it was not dead after all
    await killed;
    expect(await noted(false)).toMatchObject([{ id: under!.id, state: 'done', archived: 7, error: null }]);
  });

  it('that somebody asked for does not cut off another that was asked for', async () => {
    let end!: (turn: StepTurn) => void;
    const ended = new Promise<StepTurn>((resolve) => (end = resolve));
    const slow = running({ kind: 'archive', limit: 1, work: { runOnce: () => ended } }).runAll(MINUTE);
    await eventually(async () => expect(await noted()).toMatchObject([{ state: 'running' }]));
    await running(step('drop', [])).runAll(MINUTE);
    expect((await noted()).map(({ state }) => state)).toEqual(['done', 'running']);

    end({ more: false });
    await slow;
    expect((await noted()).map(({ state }) => state)).toEqual(['done', 'done']);
    await on.sql(
      `INSERT INTO retention_runs (id, kind, started_at) VALUES ($1, 'manual', now() - interval '11 minutes')`,
      [uuidV7(Date.now() - 11 * MINUTE)],
    );
    await running(step('drop', [])).runAll(MINUTE);
    expect((await noted()).map(({ state }) => state)).toEqual(['done', 'done', 'done', 'failed']);
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
      const first = await runs().list(PROJECT, { limit: 2, idle: true });
      const second = await runs().list(PROJECT, { limit: 2, idle: true, cursor: first.next_cursor! });

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
      expect((await runs().list(other!.id, { limit: 10, idle: true })).data.map(({ kind }) => kind)).toEqual([
        '2',
        '3',
      ]);
    });

    it('for 30 days', async () => {
      await insert(31 * DAY);
      await insert(31 * DAY, { state: 'running' });
      await insert(29 * DAY);

      expect(await on.get(OldRuns).runOnce(100)).toBe(1);
      expect(await noted()).toHaveLength(2);
    });
  });
});
