import { Button, Skeleton, Table, Text } from '@mantine/core';
import { useEffect } from 'react';
import { answerOf, client } from '../../api/client';
import { Failure } from '../../ui/failure';
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
      <Failure of={runs.error} />
      {runs.isPending && <Skeleton height={160} />}
      {runs.isSuccess && runs.rows.length === 0 && (
        <Text size="sm">None yet: a run is listed when it has archived, deleted or changed something.</Text>
      )}
      {runs.rows.length > 0 && (
        <Table.ScrollContainer minWidth={640}>
          <Table verticalSpacing={6} fz="sm">
            <Table.Thead>
              <Table.Tr>
                {['Began', 'What', 'State', 'Archived', 'Deleted', 'Slices dropped', 'Took'].map((name) => (
                  <Table.Th key={name} scope="col">
                    {name}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {runs.rows.map((run) => (
                <RunRow key={run.id} of={run} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {runs.hasNextPage && (
        <Button variant="default" size="xs" mt="sm" loading={runs.isFetchingNextPage} onClick={runs.more}>
          Earlier ones
        </Button>
      )}
    </Section>
  );
}
