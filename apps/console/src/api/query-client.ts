import { QueryClient } from '@tanstack/react-query';
import { isProblem } from './problem';

/** What the api refuses is not asked again; what was away may be back. */
const worthAnother = (failed: number, failure: unknown): boolean =>
  failed < 3 && (!isProblem(failure) || failure.status === 503);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: worthAnother, staleTime: 5_000 },
    mutations: { retry: false },
  },
});

/** What was read of `path` (`/triggers`), and below it, is read again where it is shown. */
export const refetch = (...paths: string[]): Promise<void> =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey }) => paths.some((path) => String(queryKey[1]).startsWith(path)),
  });
