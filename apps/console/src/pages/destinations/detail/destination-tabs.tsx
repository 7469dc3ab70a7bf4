import { NativeSelect, Stack, Tabs } from '@mantine/core';
import type { Delivery, Destination } from '../../../api/types';
import { DELIVERY_STATUSES } from '../../../app/search';
import { DeadLetters } from './dead-letters';
import { Deliveries } from './deliveries';
import { Probes } from './probes';

const TABS = { deliveries: 'Deliveries', dead: 'Dead letters', try: 'Test and doctor' };

interface Props {
  of: Destination;
  tab: string;
  status: Delivery['status'] | undefined;
  onTab: (tab: string) => void;
  onStatus: (status: string | undefined) => void;
}

/** What goes there, what was given up, and whether it receives as it should. */
export function DestinationTabs({ of: destination, tab, status, onTab, onStatus }: Props) {
  return (
    <Tabs value={tab in TABS ? tab : 'deliveries'} keepMounted={false} onChange={(to) => to && onTab(to)}>
      <Tabs.List mb="sm">
        {Object.entries(TABS).map(([value, label]) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="deliveries">
        <Stack gap="sm">
          <NativeSelect
            aria-label="Status of the deliveries"
            w={180}
            data={[
              { value: '', label: 'Any status' },
              ...DELIVERY_STATUSES.map((value) => ({ value, label: value })),
            ]}
            value={status ?? ''}
            onChange={(event) => onStatus(event.currentTarget.value || undefined)}
          />
          <Deliveries destinationId={destination.id} status={status} label="Deliveries" />
        </Stack>
      </Tabs.Panel>
      <Tabs.Panel value="dead">
        <DeadLetters of={destination} />
      </Tabs.Panel>
      <Tabs.Panel value="try">
        <Probes of={destination} />
      </Tabs.Panel>
    </Tabs>
  );
}
