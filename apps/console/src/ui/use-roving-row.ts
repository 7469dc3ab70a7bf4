import { useState, type RefObject } from 'react';

const PAGE = 12;

/** Which row of a virtual table has the focus, and how keys move it. */
export function useRovingRow(
  count: number,
  show: (index: number) => void,
  container: RefObject<HTMLElement | null>,
) {
  const [wanted, set] = useState(0);
  const index = Math.max(0, Math.min(wanted, count - 1));

  const move = (to: number): void => {
    const next = Math.max(0, Math.min(count - 1, to));
    set(next);
    show(next);
    const row = () => container.current?.querySelector<HTMLElement>(`[role=row][data-index="${next}"]`);
    const focus = () => row()?.focus({ preventScroll: true });
    if (row()) focus();
    // one that was out of sight is in the page one frame after it was scrolled to
    else requestAnimationFrame(focus);
  };
  const moves: Record<string, (from: number) => number> = {
    ArrowDown: (from) => from + 1,
    j: (from) => from + 1,
    ArrowUp: (from) => from - 1,
    k: (from) => from - 1,
    PageDown: (from) => from + PAGE,
    PageUp: (from) => from - PAGE,
    Home: () => 0,
    End: () => count - 1,
  };
  /** @returns whether the key was one of those that move, from the row `from` on */
  const onKey = (key: string, from = index): boolean => {
    const target = moves[key]?.(from);
    if (target === undefined) return false;
    move(target);
    return true;
  };
  return { index, set, onKey };
}
