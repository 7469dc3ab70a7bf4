import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { answerOf, client } from '../../../api/client';
import type { filterOf } from './replay-plan';

const RENEWAL_MS = 10_000;

/** How many events a replay would be about, counted by the api without beginning it. */
export function useReplayCount(filter: ReturnType<typeof filterOf>, enabled: boolean) {
  const [settled] = useDebouncedValue(filter, 300);
  return useQuery({
    queryKey: ['post', '/replays/count', settled],
    queryFn: ({ signal }) =>
      answerOf(client.POST('/events/replay', { body: { filter: settled, dry_run: true }, signal })),
    refetchInterval: RENEWAL_MS,
    retry: false,
    enabled,
  });
}
