import { useEffect } from 'react';
import { answerOf, client } from '../../api/client';
import { curl } from '../../ui/curl';
import { NothingYet } from '../../ui/nothing-yet';
import { PagedTable } from '../../ui/paged-table';
import { Section } from '../../ui/section';
import { usePages } from '../../ui/use-pages';
import { RunRow } from './run-row';

const WHILE_RUNNING = 2_000;

/** What was archived, deleted and dropped, and what is under way. */
export function Runs() {
  const runs = usePages(['get', '/retention/runs'], (cursor, signal) =>
    answerOf(client.GET('/retention/runs', { params: { query: { limit: 20, cursor } }, signal })),
  );
  const running = runs.rows.some(({ state }) => state === 'running');
  const { refetch } = runs;
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => void refetch(), WHILE_RUNNING);
    return () => clearInterval(timer);
  }, [running, refetch]);
  return (
    <Section title="Runs">
      <PagedTable
        list={runs}
        head={['Began', 'What', 'State', 'Archived', 'Deleted', 'Slices dropped', 'Took']}
        row={(run) => <RunRow key={run.id} of={run} />}
        empty={
          <NothingYet
            text="None yet: a run is listed when it has archived, deleted or changed something. There is one each minute by itself; “Run now” does not wait."
            curl={curl('POST', '/retention/run')}
          />
        }
        minWidth={640}
      />
    </Section>
  );
}
