import { answerOf, client } from '../../api/client';
import { isProblem } from '../../api/problem';
import { useAct } from '../../ui/use-act';
import { jobOfSession, useJob } from '../../ui/use-job';
import { chooseTarget, counting, type Target } from './export-file';
import { QUERY_STYLE, queryOf, type EventSearch } from './filter';

export type Format = 'ndjson' | 'csv';

/** The export that is under way: how many bytes have come. It goes on with its filter when another one is chosen. */
const exporting = jobOfSession<number>();

/** Saves all events of a filter, also those beyond what the table has read. `bytes` is what has come so far. */
export function useExport(search: EventSearch) {
  const bytes = useJob(exporting);
  const act = useAct(
    async (format: Format): Promise<'saved' | 'stopped'> => {
      const now = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
      const target = await chooseTarget(`events-${now}.${format}`);
      if (!target) return 'stopped';
      let how: 'saved' | 'stopped' = 'stopped';
      await exporting.run(0, async (signal, tell) => {
        how = await save(search, format, target, signal, tell);
        return undefined;
      });
      return how;
    },
    { done: (how) => (how === 'saved' ? 'The export is saved' : 'The export was stopped') },
  );
  return { bytes, begin: act.mutate, stop: exporting.stop };
}

async function save(
  search: EventSearch,
  format: Format,
  target: Target,
  signal: AbortSignal,
  onBytes: (total: number) => void,
): Promise<'saved' | 'stopped'> {
  try {
    const answer = client.GET('/events/export', {
      params: { query: { ...queryOf(search, Date.now()), format } },
      querySerializer: QUERY_STYLE,
      parseAs: 'stream',
      signal,
    });
    const stream = (await answerOf(answer)) ?? new Blob([]).stream();
    await target.write(stream.pipeThrough(counting(onBytes)), signal);
    return 'saved';
  } catch (failure) {
    if (signal.aborted) return 'stopped';
    if (isProblem(failure)) throw failure;
    throw new Error('The export broke off: what was saved, if anything, is not whole. Begin again.', {
      cause: failure,
    });
  }
}
