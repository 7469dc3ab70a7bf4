import { useEffect, useEffectEvent } from 'react';
import { $api } from '../../api/client';
import { isGone } from '../../api/problem';
import { queryClient } from '../../api/query-client';
import type { EventWithDeliveries } from '../../api/types';
import { useFeed } from '../../live/use-feed';
import { withChange } from './event-change';

/** What the feed does not tell of (archiving, a hold, labels, the end) is asked for this often. */
const ASK_AGAIN = 15_000;

/** An event as it is now: the feed changes its deliveries in place. `gone` once it was there and is no more. */
export function useEvent(id: string) {
  const options = $api.queryOptions('get', '/events/{id}', { params: { path: { id } } });
  const query = $api.useQuery(
    'get',
    '/events/{id}',
    { params: { path: { id } } },
    { refetchInterval: ({ state }) => (isGone(state.error) ? false : ASK_AGAIN) },
  );
  const { data: event, error } = query;
  const gone = isGone(error);
  const state = useFeed({
    filter: event ? { source: event.source, ...(event.trigger_id && { trigger_id: event.trigger_id }) } : {},
    paused: event === undefined || gone,
    onMessage: (message) => {
      if (message.kind === 'reset') void query.refetch();
      if (message.kind !== 'delivery' || message.delivery.event_id !== id) return;
      queryClient.setQueryData<EventWithDeliveries>(
        options.queryKey,
        (before) => before && withChange(before, message.delivery),
      );
      // what is being read may be of before it, and would undo it
      if (queryClient.isFetching({ queryKey: options.queryKey }) > 0) void query.refetch();
    },
  });
  const look = useEffectEvent((now: string) => {
    if (now === 'live') void query.refetch(); // for what happened between the answer and the feed
  });
  useEffect(() => look(state), [state]);
  return { event, error, gone: gone && event !== undefined, state };
}
