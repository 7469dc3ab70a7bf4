import { answerOf, client } from '../../api/client';
import type { ComingFiring } from '../../api/types';
import { usePages } from '../../ui/use-pages';

/** Which firings, as `GET /forecast/occurrences` takes it. */
export interface ComingFilter {
  from?: string;
  until?: string;
  trigger_id?: string;
  destination_id?: string;
}

const RENEWAL_MS = 10_000;

/** What will fire, in the order in which it does. @param live whether it is read anew every ten seconds */
export function useComing(filter: ComingFilter, { limit, live }: { limit: number; live: boolean }) {
  return usePages<ComingFiring>(
    ['get', '/forecast/occurrences', filter],
    (cursor, signal) => {
      const query = { ...filter, limit, ...(cursor !== undefined && { cursor }) };
      return answerOf(client.GET('/forecast/occurrences', { params: { query }, signal }));
    },
    { renewal: live && RENEWAL_MS },
  );
}
