import { answerOf, client } from '../../../api/client';
import type { Destination } from '../../../api/types';
import type { destinations } from '../../../app/search';
import { usePages } from '../../../ui/use-pages';

export type DestinationSearch = ReturnType<typeof destinations>;

const RENEWAL_MS = 10_000;

/** What is in the URL as `GET /destinations` takes it. */
export const filterOf = ({ q, trouble }: DestinationSearch) => ({
  ...(q !== undefined && { q }),
  ...(trouble && { in_trouble: 'true' as const }),
});

/** The destinations that fit what is in the URL, page by page. */
export function useDestinations(search: DestinationSearch) {
  const filter = filterOf(search);
  return usePages<Destination>(
    ['get', '/destinations', filter],
    (cursor, signal) => {
      const query = { ...filter, limit: 100, ...(cursor !== undefined && { cursor }) };
      return answerOf(client.GET('/destinations', { params: { query }, signal }));
    },
    { renewal: RENEWAL_MS },
  );
}
