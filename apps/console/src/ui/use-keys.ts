import { useEffect, useEffectEvent } from 'react';

const TYPED_IN = 'input, textarea, select, [contenteditable=true], [role=dialog]';

/**
 * Keys of a page, without Ctrl, Alt or Meta, by what they write: `?` is `?` on every keyboard. They do nothing while
 * somebody types, or a dialog is open.
 */
export function useKeys(keys: Record<string, () => void>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const { key, ctrlKey, altKey, metaKey, target } = event;
    if (ctrlKey || altKey || metaKey || event.defaultPrevented) return;
    if (target instanceof Element && target.closest(TYPED_IN)) return;
    const act = keys[key];
    if (!act) return;
    event.preventDefault(); // the key that puts the focus into a field is not typed into it
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}
