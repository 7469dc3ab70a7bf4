import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

interface Page<Row> {
  data: Row[];
  next_cursor: string | null;
}

interface Options {
  enabled?: boolean;
  staleTime?: number;
  gcTime?: number;
  /** How often it is read anew, in ms, while the page is seen and the list is short. */
  renewal?: number | false;
  /** Whether the list of another key is this one in another order: it stays in sight until this one is read. */
  isReordered?: (key: readonly unknown[]) => boolean;
}

/** A list that has been scrolled through for long is not read anew by itself: that would be a request for each page. */
const isShort = (query: { state: { data: { pages: unknown[] } | undefined } }): boolean =>
  (query.state.data?.pages.length ?? 0) <= 5;

/**
 * A list of the api as one list that grows at its end.
 * @param key begins with the method and the path, as `refetch` expects: `['get', '/events', filter]`
 * @param read one page, from a cursor on
 */
export function usePages<Row>(
  key: readonly unknown[],
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>,
  { renewal = false, isReordered, ...options }: Options = {},
) {
  const query = useInfiniteQuery({
    queryKey: ['pages', ...key.slice(1)],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchInterval: (query) => isShort(query) && renewal,
    refetchOnWindowFocus: isShort,
    refetchOnReconnect: isShort,
    refetchOnMount: isShort,
    placeholderData: (before, query) => (query && isReordered?.(query.queryKey) ? before : undefined),
    ...options,
  });
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data]);
  const more = () => {
    if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
  };
  return { ...query, rows, more };
}
