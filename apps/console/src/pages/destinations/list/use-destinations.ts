import { answerOf, client } from '../../../api/client';
import type { destinations } from '../../../app/search';
import { usePages } from '../../../ui/use-pages';

export type DestinationSearch = ReturnType<typeof destinations>;

/** The destinations that fit what is in the URL, page by page. */
export function useDestinations({ q, trouble }: DestinationSearch) {
  const filter = { ...(q !== undefined && { q }), ...(trouble && { in_trouble: 'true' as const }) };
  return usePages(['get', '/destinations', filter], (cursor, signal) => {
    const query = { ...filter, limit: 100, ...(cursor !== undefined && { cursor }) };
    return answerOf(client.GET('/destinations', { params: { query }, signal }));
  });
}
