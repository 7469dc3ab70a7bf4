import { Group, Stack, Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ComingFiring } from '../../api/types';
import { CodeBlock } from '../../ui/code-block';
import { curl } from '../../ui/curl';
import { DestinationPicker } from '../../ui/destination-picker';
import { Failure } from '../../ui/failure';
import { inPlace } from '../../ui/in-place';
import { Loading } from '../../ui/loading';
import { Section } from '../../ui/section';
import { nearTime } from '../../ui/time';
import { TriggerPicker } from '../../ui/trigger-picker';
import { VirtualTable, type Column } from '../../ui/virtual-table';
import { StandingOf } from '../triggers/standing-of';
import { FiresAt, FiresIn, FiringDelay, FiringSchedule, FiringTrigger } from './firing-cells';
import { useComing } from './use-coming';

const page = getRouteApi('/shell/calendar');
const PAGE = 100;
const [HEAD, ROW] = [37, 38];

/** Which triggers fire when over the next day, renewed by itself until one scrolls down. */
export function Coming() {
  const { coming: trigger_id, destination: destination_id } = page.useSearch();
  const navigate = useNavigate();
  const [isScrolled, setScrolled] = useState(false);
  const filter = {
    ...(trigger_id !== undefined && { trigger_id }),
    ...(destination_id !== undefined && { destination_id }),
  };
  const coming = useComing(filter, { limit: PAGE, live: !isScrolled });
  const choose = (change: { coming?: string | undefined; destination?: string | undefined }) =>
    void navigate({ to: '/calendar', search: (kept) => ({ ...kept, ...change }), ...inPlace });
  return (
    <Section title="Coming up">
      <Group gap="sm" mb="sm" align="flex-end">
        <TriggerPicker
          label="Firings of"
          placeholder="Any trigger"
          value={trigger_id}
          onChange={(id) => choose({ coming: id })}
        />
        <DestinationPicker
          label="Going to"
          placeholder="Any destination"
          value={destination_id}
          onChange={(id) => choose({ destination: id })}
        />
      </Group>
      {coming.isPending && <Loading of="what is coming" height={240} />}
      <Failure of={coming.error} />
      {coming.isSuccess && coming.rows.length === 0 && <NothingComing filter={filter} />}
      {coming.rows.length > 0 && (
        <VirtualTable
          label="Coming firings"
          columns={COLUMNS}
          rows={coming.rows}
          keyOf={({ trigger_id, scheduled_for }) => trigger_id + scheduled_for}
          onOpen={({ trigger_id: id }) => void navigate({ to: '/triggers/$id', params: { id } })}
          onEnd={coming.more}
          onScroll={(top) => setScrolled(top > 0)}
          loadingMore={coming.isFetchingNextPage}
          height={`min(${HEAD + ROW * coming.rows.length}px, 420px, 60dvh)`}
        />
      )}
    </Section>
  );
}

function NothingComing({ filter }: { filter: { trigger_id?: string; destination_id?: string } }) {
  const query = new URLSearchParams(filter).toString();
  return (
    <Stack gap="xs">
      <Text size="sm" role="status">
        Nothing{query !== '' && ' of that'} fires by itself in the next 24 hours.
      </Text>
      {filter.trigger_id !== undefined && <StandingOf triggerId={filter.trigger_id} />}
      <CodeBlock
        label="The same on the command line"
        code={curl('GET', `/forecast/occurrences${query && `?${query}`}`)}
      />
    </Stack>
  );
}

const COLUMNS: Column<ComingFiring>[] = [
  {
    id: 'at',
    header: 'Fires',
    width: 'minmax(164px, 190px)',
    cell: (row) => <FiresAt of={row} show={nearTime} />,
  },
  { id: 'in', header: 'When', width: '92px', wideOnly: true, cell: (row) => <FiresIn of={row} /> },
  {
    id: 'trigger',
    header: 'Trigger',
    width: 'minmax(100px, 2fr)',
    cell: (row) => <FiringTrigger of={row} inRow />,
  },
  {
    id: 'schedule',
    header: 'Schedule',
    width: 'minmax(150px, 1.3fr)',
    wideOnly: true,
    cell: (row) => <FiringSchedule of={row} />,
  },
  {
    id: 'jitter',
    header: 'Jitter',
    width: 'minmax(140px, 1fr)',
    wideOnly: true,
    cell: (row) => <FiringDelay of={row} />,
  },
];
