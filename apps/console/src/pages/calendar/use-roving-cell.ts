import { useState } from 'react';
import type { HeatCell, HeatRow } from './heat';

const STEPS: Record<string, [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-6, 0],
  PageDown: [6, 0],
};

/**
 * Which minute of the heat map has the focus, and how keys move it: left and right go on through the hours, Home and End
 * to the first and the last minute of the hour.
 */
export function useRovingCell(rows: HeatRow[]) {
  const first = rows[0]?.cells.findIndex((cell) => cell !== undefined) ?? 0;
  const [wanted, setWanted] = useState<[row: number, column: number]>();
  const cellAt = (row: number, column: number): HeatCell | undefined => rows[row]?.cells[column];
  // what was chosen may be past by now
  const [row, column] = wanted && cellAt(...wanted) ? wanted : [0, Math.max(0, first)];

  const target = (key: string): [row: number, column: number] | undefined => {
    const isThere = (cell: HeatCell | undefined) => cell !== undefined;
    if (key === 'Home') return [row, rows[row]?.cells.findIndex(isThere) ?? -1];
    if (key === 'End') return [row, rows[row]?.cells.findLastIndex(isThere) ?? -1];
    const step = STEPS[key];
    if (step === undefined) return undefined;
    const minute = (row + step[0]) * 60 + column + step[1];
    return [Math.floor(minute / 60), ((minute % 60) + 60) % 60];
  };
  const onKey = (key: string, grid: HTMLElement): boolean => {
    const to = target(key);
    if (to === undefined) return false;
    const [toRow, toColumn] = to;
    if (cellAt(toRow, toColumn)) {
      setWanted([toRow, toColumn]);
      grid.querySelector<HTMLElement>(`[data-cell="${toRow}-${toColumn}"]`)?.focus();
    }
    return true;
  };
  return {
    cell: wanted && cellAt(row, column),
    is: (itsRow: number, itsColumn: number) => itsRow === row && itsColumn === column,
    set: (toRow: number, toColumn: number) => setWanted([toRow, toColumn]),
    onKey,
  };
}
