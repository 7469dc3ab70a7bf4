import { Switch } from '@mantine/core';
import { useEffect, useState } from 'react';
import { answerOf, client } from '../../api/client';
import { curl } from '../../ui/curl';
import { NothingYet } from '../../ui/nothing-yet';
import { PagedTable } from '../../ui/paged-table';
import { Section } from '../../ui/section';
import { usePages } from '../../ui/use-pages';
import { RunRow } from './run-row';

const RENEWAL_MS = 10_000;
const WHILE_RUNNING = 2_000;

/** What was archived, deleted and dropped, and what is under way; by a switch also that there was nothing to do. */
export function Runs() {
  const [idle, setIdle] = useState(false);
  const runs = usePages(
    ['get', '/retention/runs', { idle }],
    (cursor, signal) => {
      const query = { limit: 20, cursor, idle: idle ? ('true' as const) : ('false' as const) };
      return answerOf(client.GET('/retention/runs', { params: { query }, signal }));
    },
    { renewal: RENEWAL_MS },
  );
  const running = runs.rows.some(({ state }) => state === 'running');
  const { refetch } = runs;
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => void refetch(), WHILE_RUNNING);
    return () => clearInterval(timer);
  }, [running, refetch]);
  return (
    <Section
      title="Runs"
      actions={
        <Switch
          label="With those that had nothing to do"
          checked={idle}
          onChange={(event) => setIdle(event.currentTarget.checked)}
        />
      }
    >
      <PagedTable
        list={runs}
        head={['Began', 'What', 'State', 'Archived', 'Deleted', 'Slices dropped', 'Took']}
        row={(run) => <RunRow key={run.id} of={run} />}
        empty={
          <NothingYet
            text="None yet that had something to archive, delete or change. They come by themselves; “Run now” does not wait."
            curl={curl('POST', '/retention/run')}
          />
        }
        minWidth={640}
      />
    </Section>
  );
}
