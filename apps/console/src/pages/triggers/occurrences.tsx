import { List, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { answerOf, client } from '../../api/client';
import { curl } from '../../ui/curl';
import { Failure } from '../../ui/failure';
import { NothingYet } from '../../ui/nothing-yet';
import { Status } from '../../ui/status';
import { TextLink } from '../../ui/text-link';
import { exactTime, nearTime } from '../../ui/time';
import { usePages } from '../../ui/use-pages';
import { VirtualTable, type Column } from '../../ui/virtual-table';
import { When } from '../../ui/when';
import { useViewerZone } from '../../app/viewer-zone';
import { explained, type Occurrence } from './outcomes';
import { StandingOf } from './standing-of';

const PAGE = 100;
const RENEWAL_MS = 10_000;

/** Why did it not fire? How a trigger stands, and what became of each instant of its schedule, latest first. */
export function Occurrences({ triggerId, height }: { triggerId: string; height?: string }) {
  return (
    <Stack gap="xs">
      <StandingOf triggerId={triggerId} />
      <Ledger key={triggerId} triggerId={triggerId} height={height} />
    </Stack>
  );
}

function Ledger({ triggerId, height }: { triggerId: string; height: string | undefined }) {
  const { zone } = useViewerZone();
  const [isScrolled, setScrolled] = useState(false);
  const occurrences = usePages<Occurrence>(
    ['get', `/triggers/${triggerId}/occurrences`],
    (cursor, signal) => {
      const query = { limit: PAGE, ...(cursor !== undefined && { cursor }) };
      const params = { path: { id: triggerId }, query };
      return answerOf(client.GET('/triggers/{id}/occurrences', { params, signal }));
    },
    { renewal: !isScrolled && RENEWAL_MS }, // what comes on top would move what one reads
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
        onScroll={(top) => setScrolled(top > 0)}
        loadingMore={occurrences.isFetchingNextPage}
        {...(height !== undefined && { height })}
      />
      <List
        size="sm"
        spacing={4}
        listStyleType="none"
        withPadding={false}
        aria-label="What the outcomes mean"
      >
        {explained(occurrences.rows).map(([outcome, meaning]) => (
          <List.Item key={outcome}>
            <strong>{outcome.replaceAll('_', ' ')}</strong>: {meaning}
          </List.Item>
        ))}
      </List>
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
    width: 'minmax(174px, 190px)',
    cell: ({ scheduled_for }) => (
      <time dateTime={scheduled_for} title={exactTime(scheduled_for, zone)}>
        {nearTime(scheduled_for, zone)}
      </time>
    ),
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
