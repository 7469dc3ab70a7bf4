import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { answerOf, client } from '../../api/client';
import { useNow } from '../../ui/use-now';
import { usePages } from '../../ui/use-pages';
import { rowOf, type EventRow } from './event-row';
import { QUERY_STYLE, queryOf, reachOf, type EventSearch, type EventsQuery } from './filter';
import { merged, onlyOf, withStatuses, type Statuses } from './tail';
import { useTail } from './use-tail';

const PAGE = 100;
/** Where events come to fit a filter one by one, the newest page is read again no more often than this. */
const READ_AGAIN = 2_000;

async function readPage(query: EventsQuery, signal?: AbortSignal) {
  const page = await answerOf(
    client.GET('/events', {
      params: { query: { ...query, limit: PAGE } },
      querySerializer: QUERY_STYLE,
      ...(signal && { signal }),
    }),
  );
  return { ...page, data: page.data.map(rowOf) };
}

/**
 * Events as one list: live rows on top, and pages below that grow as one scrolls. The pages are read once the feed is
 * connected, so that nothing falls between. When there are too many live rows, older ones and all pages are dropped,
 * and pages go on from there. What a range such as the last five minutes has moved past is listed no more.
 * @param onReset the list has to be begun anew
 */
export function useEvents(search: EventSearch, hold: boolean, onReset: () => void) {
  const [{ query, begun }] = useState(() => ({ query: queryOf(search, Date.now()), begun: Date.now() }));
  const [statuses, setStatuses] = useState<Statuses>(new Map());
  const listed = useRef(new Set<string>());
  const readAgain = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(readAgain.current), []);

  const tail = useTail({
    search,
    hold,
    isListed: (id) => listed.current.has(id),
    onStatuses: (changed) =>
      setStatuses((before) => {
        // a page that is being read may have been written before the change; else what is listed no more is forgotten
        const known = pages.isFetching ? before : onlyOf(listed.current, before);
        const isOfUse = (id: string) => pages.isFetching || listed.current.has(id);
        const kept = [...changed].filter(([id]) => isOfUse(id));
        return kept.length === 0 ? known : new Map([...known, ...kept]);
      }),
    onUnknown: () => {
      readAgain.current ??= setTimeout(() => {
        readAgain.current = undefined;
        readPage(query).then(
          ({ data }) => tail.add(data),
          () => undefined,
        ); // the next change tries again
      }, READ_AGAIN);
    },
    onReset,
  });
  const { shown, until } = tail.tail;
  const pagesQuery = until === undefined ? query : { ...query, until };
  const pages = usePages<EventRow>(
    ['get', '/events', begun, pagesQuery],
    (cursor, signal) => readPage({ ...pagesQuery, ...(cursor !== undefined && { cursor }) }, signal),
    { enabled: tail.state !== 'connecting', staleTime: Infinity, gcTime: 0 },
  );
  useEffect(() => {
    listed.current = new Set(pages.rows.map(({ id }) => id));
  }, [pages.rows]);

  useBegunBeforeTheFeed(tail.state, pages.isFetched, onReset);
  const rows = useMemo(
    () => merged(shown, withStatuses(pages.rows, statuses)),
    [shown, pages.rows, statuses],
  );
  const reach = reachOf(search.since, rows, useTimeUnless(hold));
  return { ...tail, pages, rows: useMemo(() => rows.slice(0, reach), [rows, reach]) };
}

/** The time, which stands still while somebody reads: nothing vanishes under their eyes. */
function useTimeUnless(hold: boolean): number {
  const now = useNow();
  const [shown, setShown] = useState(now);
  if (!hold && shown !== now) setShown(now);
  return shown;
}

/** A list that was read while the feed was away lacks what came before it was back. */
function useBegunBeforeTheFeed(state: string, isRead: boolean, onReset: () => void): void {
  const wasLive = useRef(false);
  const look = useEffectEvent((now: string) => {
    if (now !== 'live') return;
    if (!wasLive.current && isRead) onReset();
    wasLive.current = true;
  });
  useEffect(() => look(state), [state]);
}
