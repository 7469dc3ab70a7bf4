import { describe, expect, it } from 'vitest';
import type { TalliedEntry } from '@app/deliveries';
import { cellsOf, WHOLE_PROJECT } from './cells.js';

const NOW = Date.UTC(2026, 10, 25, 12, 0, 5);
const MINUTE = 60_000;

describe('Cells', () => {
  const entry = (at: number, ...tally: NonNullable<TalliedEntry['tally']>): TalliedEntry => {
    return { xid: '1', at, event_ids: [], tally };
  };

  it('are one for each length of step, of the project and, but for the shortest, of the destination', () => {
    const cells = cellsOf([], [entry(NOW, ['p', 'd', 'delivered', 4, 2])], NOW);

    const keys = cells.map(({ destination_id, step, at }) => [destination_id, step, at.toISOString()]);
    expect(keys).toEqual([
      [WHOLE_PROJECT, 10, '2026-11-25T12:00:00.000Z'],
      [WHOLE_PROJECT, 60, '2026-11-25T12:00:00.000Z'],
      [WHOLE_PROJECT, 600, '2026-11-25T12:00:00.000Z'],
      [WHOLE_PROJECT, 3600, '2026-11-25T12:00:00.000Z'],
      ['d', 60, '2026-11-25T12:00:00.000Z'],
      ['d', 600, '2026-11-25T12:00:00.000Z'],
      ['d', 3600, '2026-11-25T12:00:00.000Z'],
    ]);
    for (const cell of cells)
      expect(cell).toMatchObject({ delivered: 2, failed_attempts: 0, durations: [0, 0, 0, 0, 2] });
  });

  it('tell ends from tries', () => {
    const outcomes = entry(
      NOW,
      ['p', 'd', 'waiting', 3, 5], // tried, and to be tried again
      ['p', 'd', 'dead', 3, 1], // tried for the last time
      ['p', 'd', 'dead', null, 2], // expired
      ['p', 'd', 'cancelled', null, 3],
      ['p', 'd', 'delivered', 1, 4],
    );
    const [cell] = cellsOf([], [outcomes], NOW);

    expect(cell).toMatchObject({ delivered: 4, dead: 3, cancelled: 3, failed_attempts: 6 });
    expect(cell!.durations).toEqual([0, 4, 0, 6]);
  });

  it('count firings where they were fired, with how late they were', () => {
    const fired = { project_id: 'p', at: NOW - 5000, count: 3 };
    const cells = cellsOf(
      [
        { ...fired, lag: 2, lag_max_ms: 1.9 },
        { ...fired, lag: null, lag_max_ms: null },
      ],
      [],
      NOW,
    );

    expect(cells).toHaveLength(4);
    expect(cells[0]).toMatchObject({ step: 10, fired: 6, lags: [0, 0, 3], lag_max_ms: 1.9 });
  });

  it('that would be too old are not made', () => {
    const late = cellsOf([], [entry(NOW - 180 * MINUTE - 5000, ['p', 'd', 'delivered', 4, 2])], NOW);
    const whose = (which: (id: string) => boolean) =>
      late.filter(({ destination_id }) => which(destination_id)).map(({ step }) => step);

    expect(whose((id) => id === WHOLE_PROJECT)).toEqual([60, 600, 3600]);
    expect(whose((id) => id === 'd')).toEqual([600, 3600]);
  });
});
