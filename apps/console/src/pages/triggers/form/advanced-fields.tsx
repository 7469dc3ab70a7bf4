import { Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { InstantInput } from '../../../ui/instant-input';
import { DestinationsField } from './destinations-field';
import { faultAt } from '../../../ui/faults';
import type { TriggerForm } from './use-trigger-form';
import { recurs, type TriggerValues } from './values';

const OVERLAPS = [
  { value: 'allow', label: 'Fire all the same' },
  { value: 'skip', label: 'Leave that occurrence out' },
] satisfies { value: TriggerValues['overlap']; label: string }[];
const MISFIRES = [
  { value: 'fire_once', label: 'One event for the latest of them' },
  { value: 'fire_all', label: 'One event for each, at most 1,000' },
  { value: 'skip', label: 'None; they end as missed' },
] satisfies { value: TriggerValues['misfire_policy']; label: string }[];

type TextName = 'jitter' | 'max_runs' | 'misfire_grace' | 'expect_every' | 'external_key';

/** What most triggers can do without. */
export function AdvancedFields({ form, known }: { form: TriggerForm; known: Record<string, string> }) {
  const { values, faults, set } = form;
  const text = (name: TextName, label: string, description: string, placeholder?: string) => (
    <TextInput
      {...{ label, description, placeholder }}
      value={values[name]}
      error={faultAt(faults, `/${name}`)}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }}>
        {values.kind !== 'none' && (
          <>
            {text(
              'jitter',
              'Jitter',
              'Delays each firing by up to this, so that not all fire at once.',
              '30s',
            )}
            {text(
              'misfire_grace',
              'On time within',
              'Later than this after its time is a missed occurrence.',
              '60s',
            )}
            <NativeSelect
              label="Missed occurrences"
              description="What they make, once a worker is there again."
              data={MISFIRES}
              value={values.misfire_policy}
              onChange={(event) => set({ misfire_policy: event.currentTarget.value as never })}
            />
          </>
        )}
        {recurs(values) && (
          <>
            <NativeSelect
              label="While the event before is under way"
              description="To a destination that is slow, say."
              data={OVERLAPS}
              value={values.overlap}
              onChange={(event) => set({ overlap: event.currentTarget.value as never })}
            />
            <InstantInput
              label="Not before"
              description="No occurrence before this."
              value={values.start_at}
              error={faultAt(faults, '/start_at')}
              onChange={(start_at) => set({ start_at })}
            />
            <InstantInput
              label="Not from then on"
              description="No occurrence at this or later."
              value={values.end_at}
              error={faultAt(faults, '/end_at')}
              onChange={(end_at) => set({ end_at })}
            />
            {text('max_runs', 'At most', 'So many events of its schedule and no more.', '10')}
          </>
        )}
        {text('expect_every', 'Watch it', 'An alert tells when it has not fired for that long.', '1h')}
        {text('external_key', 'External key', 'Your own name for it, unique in the project.', 'shop/orders')}
      </SimpleGrid>
      <RetentionFields form={form} />
      <DestinationsField
        legend="Alert destinations"
        about="Where alerts about it go; none for those of the project."
        field="alert_destinations"
        value={values.alert_destinations}
        faults={faults}
        known={known}
        onChange={(alert_destinations) => set({ alert_destinations })}
      />
    </Stack>
  );
}

function RetentionFields({ form: { values, faults, set } }: { form: TriggerForm }) {
  return (
    <Group align="flex-start" grow>
      <TextInput
        label="Archive events after"
        description="Empty: as the project does."
        placeholder="2h"
        value={values.archive_after}
        error={faultAt(faults, '/retention/archive_after') ?? faults['/retention']}
        onChange={(event) => set({ archive_after: event.currentTarget.value })}
      />
      <TextInput
        label="Delete events after"
        description="Counted from the firing as well."
        placeholder="48h"
        value={values.delete_after}
        error={faultAt(faults, '/retention/delete_after')}
        onChange={(event) => set({ delete_after: event.currentTarget.value })}
      />
    </Group>
  );
}
