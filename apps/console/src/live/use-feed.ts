import { useEffect, useEffectEvent, useState } from 'react';
import { follow, type FeedMessage, type FeedState } from './feed';

interface Options {
  filter?: Record<string, string | string[]>;
  paused?: boolean;
  onMessage: (message: FeedMessage) => void;
}

/** Follows the live feed while the component is shown and not paused; answers how the connection stands. */
export function useFeed({ filter, paused = false, onMessage }: Options): FeedState | 'paused' {
  const [state, setState] = useState<FeedState>('connecting');
  const tell = useEffectEvent(onMessage);
  const key = JSON.stringify(filter ?? {});
  useEffect(() => {
    if (paused) return undefined;
    const ended = new AbortController();
    void follow(
      {
        filter: JSON.parse(key) as Record<string, string>,
        onMessage: (message) => tell(message),
        onState: setState,
      },
      ended.signal,
    );
    return () => ended.abort();
  }, [key, paused]);
  return paused ? 'paused' : state;
}
