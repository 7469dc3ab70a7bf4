import { Input, SegmentedControl, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useId } from 'react';
import { faultAt } from '../../../ui/faults';
import type { TriggerForm } from './use-trigger-form';
import type { TriggerValues } from './values';

const TYPES: { value: TriggerValues['trigger_type']; label: string; about: string }[] = [
  { value: 'api', label: 'By a call', about: 'Your code calls the api, or anybody POSTs to its hook URL.' },
  { value: 'scheduled', label: 'By a schedule', about: 'It fires by itself, again and again, or once.' },
  { value: 'time-based', label: 'Once', about: 'It fires by itself, one time.' },
];

/** What it is called and what fires it. */
export function BasicsFields({ form: { values, faults, set } }: { form: TriggerForm }) {
  const type = useId();
  return (
    <Stack gap="sm">
      <TextInput
        label="Name"
        required
        value={values.name}
        error={faultAt(faults, '/name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <div>
        <Input.Label component="div" id={type}>
          What fires it
        </Input.Label>
        <SegmentedControl
          aria-labelledby={type}
          mt={4}
          fullWidth
          maw={480}
          data={TYPES.map(({ value, label }) => ({ value, label }))}
          value={values.trigger_type}
          onChange={(trigger_type) => set({ trigger_type })}
        />
        <Text size="xs" c="dimmed" mt={4}>
          {TYPES.find(({ value }) => value === values.trigger_type)?.about} The api calls it{' '}
          <code>{values.trigger_type}</code>.
        </Text>
        {faultAt(faults, '/trigger_type') && (
          <Text size="xs" c="var(--mantine-color-error)">
            {faultAt(faults, '/trigger_type')}
          </Text>
        )}
      </div>
      <Textarea
        label="Description"
        description="For people."
        autosize
        minRows={1}
        maxRows={6}
        value={values.description}
        error={faultAt(faults, '/description')}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <TagsInput
        label="Labels"
        description="key:value, Enter after each. Its events take them over; lists can be filtered by them."
        placeholder={values.labels.length === 0 ? 'team:shop' : ''}
        value={values.labels}
        acceptValueOnBlur
        splitChars={[',']}
        error={faultAt(faults, '/labels')}
        onChange={(labels) => set({ labels })}
      />
    </Stack>
  );
}
