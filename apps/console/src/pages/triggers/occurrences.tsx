import { Stack, Text } from '@mantine/core';
import { answerOf, client } from '../../api/client';
import { curl } from '../../ui/curl';
import { Failure } from '../../ui/failure';
import { NothingYet } from '../../ui/nothing-yet';
import { Status } from '../../ui/status';
import { TextLink } from '../../ui/text-link';
import { exactTime } from '../../ui/time';
import { usePages } from '../../ui/use-pages';
import { VirtualTable, type Column } from '../../ui/virtual-table';
import { When } from '../../ui/when';
import { useViewerZone } from '../../app/viewer-zone';
import type { components } from '../../api/schema';

type Occurrence = components['schemas']['OccurrenceView'];

const PAGE = 100;

/** Why did it not fire? What became of each instant of a trigger's schedule, latest first. */
export function Occurrences({ triggerId, height }: { triggerId: string; height?: string }) {
  const { zone } = useViewerZone();
  const occurrences = usePages<Occurrence>(
    ['get', `/triggers/${triggerId}/occurrences`],
    (cursor, signal) => {
      const query = { limit: PAGE, ...(cursor !== undefined && { cursor }) };
      const params = { path: { id: triggerId }, query };
      return answerOf(client.GET('/triggers/{id}/occurrences', { params, signal }));
    },
  );
  if (occurrences.isPending) return <Text c="dimmed">Loading the ledger …</Text>;
  if (occurrences.rows.length === 0)
    return occurrences.error ? (
      <Failure of={occurrences.error} />
    ) : (
      <NothingYet
        text="Nothing yet. Each instant of its schedule is told here once it has passed: that it fired, or why it did not."
        curl={curl('GET', `/triggers/${triggerId}/occurrences`)}
      />
    );
  return (
    <Stack gap="xs">
      <Failure of={occurrences.error} />
      <VirtualTable
        label="Occurrences"
        columns={columnsIn(zone)}
        rows={occurrences.rows}
        keyOf={({ scheduled_for, outcome }) => scheduled_for + outcome}
        onEnd={occurrences.more}
        loadingMore={occurrences.isFetchingNextPage}
        {...(height !== undefined && { height })}
      />
      <Text size="xs" c="dimmed">
        What fired is listed as long as its event is kept, the rest for 30 days.
      </Text>
    </Stack>
  );
}

const columnsIn = (zone: string): Column<Occurrence>[] => [
  {
    id: 'at',
    header: 'Scheduled for',
    width: 'minmax(170px, 230px)',
    cell: ({ scheduled_for }) => exactTime(scheduled_for, zone),
  },
  {
    id: 'ago',
    header: '',
    width: '96px',
    wideOnly: true,
    cell: ({ scheduled_for }) => <When at={scheduled_for} />,
  },
  { id: 'outcome', header: 'Outcome', width: '130px', cell: ({ outcome }) => <Status of={outcome} /> },
  {
    id: 'why',
    header: 'Event, or why there is none',
    width: 'minmax(220px, 3fr)',
    cell: ({ event_id, reason }) =>
      event_id === null ? (
        <span title={reason ?? undefined}>{reason}</span>
      ) : (
        <TextLink to="/events/$id" params={{ id: event_id }} fz={13.5} ff="monospace">
          {event_id}
        </TextLink>
      ),
  },
];
