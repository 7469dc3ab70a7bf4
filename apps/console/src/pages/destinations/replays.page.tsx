import { Box, NativeSelect, Table, Text } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { answerOf, client } from '../../api/client';
import type { Replay } from '../../api/types';
import { REPLAY_STATES } from '../../app/search';
import { curl } from '../../ui/curl';
import { inPlace } from '../../ui/in-place';
import { NothingYet } from '../../ui/nothing-yet';
import { PagedTable } from '../../ui/paged-table';
import { PageHeader } from '../../ui/page-header';
import { Status } from '../../ui/status';
import { TextLink } from '../../ui/text-link';
import { usePages } from '../../ui/use-pages';
import { When } from '../../ui/when';
import { NoReplays } from './replays/no-replays';
import { progressInWords } from './replays/progress-of';
import { ReplayProgress } from './replays/replay-progress';

export const route = createLazyRoute('/shell/replays')({ component: Replays });

const RENEWAL_MS = 5_000;

function Replays() {
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const replays = usePages<Replay>(
    ['get', '/replays', { state }],
    (cursor, signal) =>
      answerOf(
        client.GET('/replays', {
          params: { query: { limit: 50, ...(state && { state }), ...(cursor !== undefined && { cursor }) } },
          signal,
        }),
      ),
    { renewal: RENEWAL_MS },
  );
  return (
    <>
      <PageHeader title="Replays" about="Many events sent again: how far they are, and how they ended." />
      <NativeSelect
        mb="sm"
        w={180}
        aria-label="State"
        data={[{ value: '', label: 'Any state' }, ...REPLAY_STATES]}
        value={state ?? ''}
        onChange={({ currentTarget: { value } }) =>
          void navigate({ search: { state: REPLAY_STATES.find((one) => one === value) }, ...inPlace })
        }
      />
      <PagedTable
        list={replays}
        head={['Asked for', 'State', 'Progress', 'Rate', 'Ended']}
        row={(replay) => <Row key={replay.id} of={replay} />}
        empty={
          state === undefined ? (
            <NoReplays />
          ) : (
            <NothingYet text={`No replay is ${state}.`} curl={curl('GET', `/replays?state=${state}`)} />
          )
        }
        minWidth={640}
      />
    </>
  );
}

function Row({ of: replay }: { of: Replay }) {
  const { id, state, rate, created_at, finished_at } = replay;
  return (
    <Table.Tr>
      <Table.Td>
        <TextLink to="/replays/$id" params={{ id }}>
          <When at={created_at} />
        </TextLink>
      </Table.Td>
      <Table.Td>
        <Status of={state} />
      </Table.Td>
      <Table.Td>
        <Box miw={200}>
          <ReplayProgress of={replay} size="sm" />
          <Text size="xs" c="dimmed" mt={4}>
            {progressInWords(replay)}
          </Text>
        </Box>
      </Table.Td>
      <Table.Td>
        {rate.max.toLocaleString('en')} within {rate.per}
      </Table.Td>
      <Table.Td>
        <When at={finished_at} />
      </Table.Td>
    </Table.Tr>
  );
}
