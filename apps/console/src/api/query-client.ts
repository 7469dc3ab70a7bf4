import { QueryClient } from '@tanstack/react-query';
import { isAway, isProblem } from './problem';

/** What the api refuses is not asked again; what was away may be back. Two seconds later it is said that it is not. */
const worthAnother = (failed: number, failure: unknown): boolean =>
  failed < 2 && (!isProblem(failure) || (failure.status === 503 && !failure.code.endsWith('.too_slow')));

/** What is shown is asked for again until the api and its database are back. */
const AWAY_MS = 10_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: worthAnother,
      retryDelay: (failed) => 500 * 2 ** failed,
      staleTime: 5_000,
      refetchInterval: ({ state }) => isAway(state.error) && AWAY_MS,
    },
    mutations: { retry: false },
  },
});

/** What was read of `path` (`/triggers`), and below it, is read again where it is shown. */
export const refetch = (...paths: string[]): Promise<void> =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey }) => paths.some((path) => String(queryKey[1]).startsWith(path)),
  });
