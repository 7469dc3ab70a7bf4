import { describe, expect, it } from 'vitest';
import { estimate } from './event-sample.js';
import { courseOf } from './simulated-days.js';

describe('The course of a simulation', () => {
  it('puts each event where it is archived and where it is deleted', () => {
    const rows = [
      { archived_in: -1, deleted_in: 0, events: 2, bytes: 20, scale: 1 },
      { archived_in: 1, deleted_in: 30, events: 3, bytes: 30, scale: 1 },
      { archived_in: null, deleted_in: -1, events: 5, bytes: 50, scale: 1 },
      { archived_in: 40, deleted_in: 45, events: 7, bytes: 70, scale: 1 },
      { archived_in: 0, deleted_in: null, events: 11, bytes: 110, scale: 1 },
    ];
    const { days, ...course } = courseOf(rows, '2026-02-27');

    expect(course).toEqual({
      archive_now: 2,
      archive_now_bytes: 20,
      delete_now: 5,
      delete_now_bytes: 50,
      later: { archived: 7, archived_bytes: 70, deleted: 7, bytes: 70 },
      kept: 11,
    });
    expect(days).toHaveLength(31);
    expect(days.filter(({ archived, deleted }) => archived + deleted > 0)).toEqual([
      { day: '2026-02-27', archived: 11, archived_bytes: 110, deleted: 2, bytes: 20 },
      { day: '2026-02-28', archived: 3, archived_bytes: 30, deleted: 0, bytes: 0 },
      { day: '2026-03-29', archived: 0, archived_bytes: 0, deleted: 3, bytes: 30 },
    ]);
  });

  it('lets each event of a sample stand for others', () => {
    const row = { archived_in: -1, deleted_in: null, events: 1, bytes: 10 };
    expect(
      courseOf(
        [
          { ...row, scale: 2.5 },
          { ...row, scale: 3.5 },
        ],
        '2026-02-27',
      ),
    ).toMatchObject({
      archive_now: 6,
      archive_now_bytes: 60,
      kept: 6,
    });
  });
});

describe('An estimate', () => {
  it('is a count where all was seen', () => {
    expect(estimate(42, 500, 100)).toEqual({ count: 42, relative_error: null });
    expect(estimate(0, 0, 100)).toEqual({ count: 0, relative_error: null });
  });

  it('is the surer the more pages there were', () => {
    const onPages = (pages: number) => estimate(pages * 20, pages * 400, 1);
    expect(onPages(100)).toEqual({ count: 200_000, relative_error: 0.195 });
    expect(onPages(1000).relative_error).toBeCloseTo(0.062, 3);
  });

  it('of the newest alone is wrong by as much again, or as much as a sample may have missed', () => {
    expect(estimate(50_000, 1_000_000, 100, 1)).toEqual({ count: 50_000, relative_error: 1 });
    expect(estimate(50_000, 1_000_000, 100, 0.01)).toEqual({ count: 50_000, relative_error: 11 });
    expect(estimate(0, 0, 100, 0.01)).toEqual({ count: 0, relative_error: 1 });
  });
});
