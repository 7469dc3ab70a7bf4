import { useDocumentVisibility } from '@mantine/hooks';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { follow, type FeedMessage, type FeedState } from './feed';

interface Options {
  filter?: Record<string, string | string[]>;
  paused?: boolean;
  onMessage: (message: FeedMessage) => void;
}

/**
 * Follows the live feed while the component is shown and not paused; answers how the connection stands. A tab that nobody
 * sees gives its connection back, since browsers have few of them for all tabs together, and goes on from where it was.
 */
export function useFeed({ filter, paused = false, onMessage }: Options): FeedState | 'paused' {
  const [state, setState] = useState<FeedState>('connecting');
  const tell = useEffectEvent(onMessage);
  const key = JSON.stringify(filter ?? {});
  const isSeen = useDocumentVisibility() === 'visible';
  const came = useRef({ key, last: undefined as string | undefined });
  useEffect(() => {
    if (came.current.key !== key) came.current = { key, last: undefined };
    if (paused || !isSeen) return undefined;
    const ended = new AbortController();
    void follow(
      {
        position: came.current,
        filter: JSON.parse(key) as Record<string, string>,
        onMessage: (message) => tell(message),
        onState: setState,
      },
      ended.signal,
    );
    return () => ended.abort();
  }, [key, paused, isSeen]);
  return paused ? 'paused' : state;
}
