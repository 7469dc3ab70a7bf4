import { useLocation } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState, type Dispatch, type SetStateAction } from 'react';
import { session } from '../api/session';
import { useMe } from '../app/me';
import { keepTyped, forgetTyped, keptTyped } from './kept-typed';

/**
 * What is typed in the form of a page. It outlives the end of the session: whoever signs in again in this tab, is the same
 * as before and comes back to the same address finds it there.
 * @param first what the form begins with
 * @param forKeeping leaves out what must not lie in the browser meanwhile
 */
export function useTyped<T>(
  first: T,
  forKeeping: (typed: T) => T = (typed) => typed,
): [T, Dispatch<SetStateAction<T>>] {
  const by = useMe()?.name;
  const at = useLocation({ select: ({ href }) => href });
  const [typed, setTyped] = useState(() => (keptTyped({ by, at }) as T | undefined) ?? first);
  useEffect(forgetTyped, []);
  const keep = useEffectEvent(() => {
    if (JSON.stringify(typed) !== JSON.stringify(first)) keepTyped({ by, at }, forKeeping(typed));
  });
  useEffect(() => session.onEnd(() => keep()), []);
  return [typed, setTyped];
}
