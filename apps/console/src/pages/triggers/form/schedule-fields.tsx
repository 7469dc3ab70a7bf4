import { Grid, Input, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import { InstantInput } from '../../../ui/instant-input';
import { faultAt } from '../../../ui/faults';
import type { TriggerForm } from './use-trigger-form';
import { KINDS, type ScheduleKind } from './values';
import { ZoneSelect } from './zone-select';

const NAMES: Record<ScheduleKind, string> = {
  none: 'Only when told to',
  cron: 'Cron pattern',
  every: 'Interval',
  once: 'At a time',
  delay: 'After a delay',
};

interface Props {
  form: TriggerForm;
  /** What the schedule means, shown beside it. */
  children: ReactNode;
}

/** When it fires by itself: one kind, its field, and beside it what that means. */
export function ScheduleFields({ form, children }: Props) {
  const { values, set } = form;
  const id = useId();
  const kinds = KINDS[values.trigger_type];
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 6 }}>
        <Stack gap="sm">
          <div>
            <Input.Label component="div" id={id} mb={4}>
              Kind of schedule
            </Input.Label>
            <SegmentedControl
              aria-labelledby={id}
              fullWidth
              orientation={kinds.length > 3 ? 'vertical' : 'horizontal'}
              data={kinds.map((kind) => ({ value: kind, label: NAMES[kind] }))}
              value={values.kind}
              onChange={(kind) => set({ kind })}
            />
          </div>
          <KindField form={form} />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 6 }}>{children}</Grid.Col>
    </Grid>
  );
}

function KindField({ form: { values, faults, set } }: { form: TriggerForm }) {
  if (values.kind === 'cron')
    return (
      <>
        <TextInput
          label="Cron pattern"
          description="Minute, hour, day, month, weekday; with seconds before them if you like. Also L, W, # and @daily."
          placeholder="0 9 * * 1-5"
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={values.cron}
          error={faultAt(faults, '/cron')}
          onChange={(event) => set({ cron: event.currentTarget.value })}
        />
        <ZoneSelect
          value={values.timezone}
          error={faultAt(faults, '/timezone')}
          onChange={(timezone) => set({ timezone })}
        />
      </>
    );
  if (values.kind === 'every')
    return (
      <TextInput
        label="Interval"
        description="From 1s: 90s, 15m, 2h, 1d. In elapsed time, so it does not drift."
        placeholder="15m"
        value={values.every}
        error={faultAt(faults, '/every')}
        onChange={(event) => set({ every: event.currentTarget.value })}
      />
    );
  if (values.kind === 'delay')
    return (
      <TextInput
        label="Delay"
        description="Counted from the moment at which it is saved: 30s, 10m, 2h."
        placeholder="10m"
        value={values.delay}
        error={faultAt(faults, '/delay')}
        onChange={(event) => set({ delay: event.currentTarget.value })}
      />
    );
  if (values.kind === 'once')
    return (
      <InstantInput
        label="Time"
        description="It fires once, then."
        value={values.schedule_time}
        error={faultAt(faults, '/schedule_time')}
        onChange={(schedule_time) => set({ schedule_time })}
      />
    );
  return (
    <Text size="sm" c="dimmed">
      It has no schedule. It fires when it is called, by its hook URL, or by hand from its page.
    </Text>
  );
}
