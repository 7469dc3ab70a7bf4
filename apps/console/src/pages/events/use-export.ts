import { useRef, useState } from 'react';
import { answerOf, client } from '../../api/client';
import { isProblem } from '../../api/problem';
import { useAct } from '../../ui/use-act';
import { chooseTarget, counting } from './export-file';
import { QUERY_STYLE, queryOf, type EventSearch } from './filter';

export type Format = 'ndjson' | 'csv';

/** Saves all events of a filter, also those beyond what the table has read. `bytes` is what has come so far. */
export function useExport(search: EventSearch) {
  const [bytes, setBytes] = useState<number>();
  const stop = useRef<AbortController>(undefined);
  const act = useAct(
    async (format: Format): Promise<'saved' | 'stopped'> => {
      const stopped = (stop.current = new AbortController());
      const now = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
      const target = await chooseTarget(`events-${now}.${format}`);
      if (!target) return 'stopped';
      setBytes(0);
      try {
        const { signal } = stopped;
        const params = { query: { ...queryOf(search, Date.now()), format } };
        const answer = client.GET('/events/export', {
          params,
          querySerializer: QUERY_STYLE,
          parseAs: 'stream',
          signal,
        });
        const stream = (await answerOf(answer)) ?? new Blob([]).stream();
        await target.write(stream.pipeThrough(counting(setBytes)), signal);
        return 'saved';
      } catch (failure) {
        if (stopped.signal.aborted) return 'stopped';
        if (isProblem(failure)) throw failure;
        throw new Error('The export broke off: what was saved, if anything, is not whole. Begin again.', {
          cause: failure,
        });
      } finally {
        setBytes(undefined);
      }
    },
    { done: (how) => (how === 'saved' ? 'The export is saved' : 'The export was stopped') },
  );
  return { bytes, begin: act.mutate, stop: () => stop.current?.abort() };
}
