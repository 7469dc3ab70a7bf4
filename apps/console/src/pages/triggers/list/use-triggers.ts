import { answerOf, client } from '../../../api/client';
import type { triggers } from '../../../app/search';
import { usePages } from '../../../ui/use-pages';
import { listed, type ListedTrigger } from '../trigger-lists';

export type TriggerSearch = ReturnType<typeof triggers>;

const PAGE = 200;
/** What fires next and fired last grows old while one looks. */
const RENEWAL_MS = 10_000;

/** The triggers that fit what is in the URL, page by page. */
export function useTriggers({ q, trigger_type, enabled, quiet, archived, label }: TriggerSearch) {
  const filter = {
    ...(q !== undefined && { q }),
    ...(trigger_type && { trigger_type }),
    ...(enabled && { enabled }),
    ...(quiet && { quiet: 'true' as const }),
    ...(archived && { archived }),
    ...(label !== undefined && { label: [label] }),
  };
  return usePages<ListedTrigger>(
    ['get', '/triggers', filter],
    async (cursor, signal) => {
      const query = { ...filter, limit: PAGE, ...(cursor !== undefined && { cursor }) };
      const page = await answerOf(client.GET('/triggers', { params: { query }, signal }));
      return { ...page, data: page.data.map(listed) };
    },
    { renewal: RENEWAL_MS },
  );
}
