import { useMemo } from 'react';
import { answerOf, client } from '../../../api/client';
import type { triggers } from '../../../app/search';
import { usePages } from '../../../ui/use-pages';
import { listed, type ListedTrigger } from '../trigger-lists';

export type TriggerSearch = ReturnType<typeof triggers>;

const PAGE = 200;
/** What fires next and fired last grows old while one looks. */
const RENEWAL_MS = 10_000;

/** The triggers that fit what is in the URL, page by page. */
export function useTriggers({ q, trigger_type, enabled, quiet, archived, label, sort }: TriggerSearch) {
  const filter = {
    ...(q !== undefined && { q }),
    ...(trigger_type && { trigger_type }),
    ...(enabled && { enabled }),
    ...(quiet && { quiet: 'true' as const }),
    ...(archived && { archived }),
    ...(label !== undefined && { label: [label] }),
    ...(sort && { sort }),
  };
  const read = async (cursor: string | undefined, signal: AbortSignal) => {
    const query = { ...filter, limit: PAGE, ...(cursor !== undefined && { cursor }) };
    const page = await answerOf(client.GET('/triggers', { params: { query }, signal }));
    return { ...page, data: page.data.map(listed) };
  };
  const list = usePages<ListedTrigger>(['get', '/triggers', filter], read, {
    renewal: RENEWAL_MS,
    isReordered: ([, , other]) => withoutSort(other as object) === withoutSort(filter),
  });
  // what has fired since may stand on two pages of a list that is sorted by when it fires
  const rows = useMemo(() => (sort ? uniqueById(list.rows) : list.rows), [sort, list.rows]);
  return { ...list, rows };
}

const withoutSort = (filter: object) => JSON.stringify({ ...filter, sort: undefined });

const uniqueById = (rows: ListedTrigger[]) => [...new Map(rows.map((row) => [row.id, row])).values()];
