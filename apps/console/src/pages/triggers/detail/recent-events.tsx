import { Text } from '@mantine/core';
import { useThrottledCallback } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, client } from '../../../api/client';
import { refetch } from '../../../api/query-client';
import type { Event } from '../../../api/types';
import { useFeed } from '../../../live/use-feed';
import { curl } from '../../../ui/curl';
import { Listed } from '../../../ui/listed';
import { NothingYet } from '../../../ui/nothing-yet';
import { Status } from '../../../ui/status';
import { TextLink } from '../../../ui/text-link';
import { duration } from '../../../ui/time';
import { usePages } from '../../../ui/use-pages';
import { VirtualTable, type Column } from '../../../ui/virtual-table';
import { When } from '../../../ui/when';

const PAGE = 50;
const RENEWAL_MS = 2_000;
const [HEAD, ROW] = [37, 38];

/** The events of a trigger, newest first; new ones appear as they happen. */
export function RecentEvents({ triggerId }: { triggerId: string }) {
  const navigate = useNavigate();
  const path = `/triggers/${triggerId}/events`;
  const events = usePages<Event>(['get', path], (cursor, signal) => {
    const query = { limit: PAGE, ...(cursor !== undefined && { cursor }) };
    return answerOf(
      client.GET('/triggers/{id}/events', { params: { path: { id: triggerId }, query }, signal }),
    );
  });
  const renew = useThrottledCallback(
    // one who has scrolled down is reading old ones: those stay as they are
    () => void refetch('/triggers/{id}', ...(events.data && events.data.pages.length > 3 ? [] : [path])),
    RENEWAL_MS,
  );
  useFeed({ filter: { trigger_id: triggerId }, onMessage: renew });
  return (
    <Listed of={events} empty={<NoEvents triggerId={triggerId} />}>
      <VirtualTable
        label="Recent events"
        columns={COLUMNS}
        rows={events.rows}
        keyOf={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/events/$id', params: { id } })}
        onEnd={events.more}
        loadingMore={events.isFetchingNextPage}
        height={`min(${HEAD + ROW * events.rows.length}px, 480px, 60dvh)`}
      />
    </Listed>
  );
}

const NoEvents = ({ triggerId }: { triggerId: string }) => (
  <NothingYet
    text="No event yet. The first one appears here as soon as it fires: by its schedule, by “Fire now”, or by a call."
    curl={curl('POST', `/triggers/${triggerId}/fire`)}
  />
);

const COLUMNS: Column<Event>[] = [
  {
    id: 'fired',
    header: 'Fired',
    width: '110px',
    cell: ({ id, fired_at }) => (
      <TextLink to="/events/$id" params={{ id }} tabIndex={-1} fz={13.5}>
        <When at={fired_at} />
      </TextLink>
    ),
  },
  { id: 'status', header: 'Status', width: '110px', cell: ({ status }) => <Status of={status} /> },
  { id: 'source', header: 'By', width: '90px', cell: ({ source }) => source },
  {
    id: 'lag',
    header: 'Lag',
    width: '90px',
    wideOnly: true,
    cell: ({ lag_ms }) => duration(lag_ms),
  },
  {
    id: 'payload',
    header: 'Payload',
    width: 'minmax(160px, 1fr)',
    wideOnly: true,
    cell: ({ payload }) => (
      <Text span ff="monospace" size="xs" c="dimmed">
        {JSON.stringify(payload).slice(0, 200)}
      </Text>
    ),
  },
];
