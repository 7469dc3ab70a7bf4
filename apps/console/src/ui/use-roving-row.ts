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
    // a row that was out of sight is in the page one frame after it was scrolled to
    requestAnimationFrame(() =>
      container.current
        ?.querySelector<HTMLElement>(`[role=row][data-index="${next}"]`)
        ?.focus({ preventScroll: true }),
    );
  };
  const moves: Record<string, () => number> = {
    ArrowDown: () => index + 1,
    j: () => index + 1,
    ArrowUp: () => index - 1,
    k: () => index - 1,
    PageDown: () => index + PAGE,
    PageUp: () => index - PAGE,
    Home: () => 0,
    End: () => count - 1,
  };
  /** @returns whether the key was one of those that move */
  const onKey = (key: string): boolean => {
    const target = moves[key]?.();
    if (target === undefined) return false;
    move(target);
    return true;
  };
  return { index, set, onKey };
}
