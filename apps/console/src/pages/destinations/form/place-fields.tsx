import { Group, Input, NativeSelect, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useId } from 'react';
import { faultAt } from '../../../ui/faults';
import type { DestinationForm } from './use-destination-form';
import type { DestinationValues } from './values';

const KINDS: { value: DestinationValues['kind']; label: string; about: string }[] = [
  { value: 'http', label: 'Webhook', about: 'An HTTP endpoint that gets each event as a signed request.' },
  {
    value: 'bullmq',
    label: 'BullMQ queue',
    about: 'A queue of yours in Redis that gets each event as a job.',
  },
];

interface Props {
  form: DestinationForm;
  /** Of one that is edited: its kind stays, and its Redis is shown without its credentials. */
  saved?: { redis_url: string | null } | undefined;
}

/** What it is called and where it is. */
export function PlaceFields({ form: { values, faults, set }, saved }: Props) {
  const kind = useId();
  const text = (name: 'name' | 'url' | 'queue' | 'prefix' | 'redis_url') => ({
    value: values[name],
    error: faultAt(faults, `/${name}`),
    onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  });
  return (
    <Stack gap="sm">
      {!saved && (
        <div>
          <Input.Label component="div" id={kind}>
            Kind
          </Input.Label>
          <SegmentedControl
            aria-labelledby={kind}
            mt={4}
            fullWidth
            maw={360}
            data={KINDS.map(({ value, label }) => ({ value, label }))}
            value={values.kind}
            onChange={(value) => set({ kind: value })}
          />
          <Text size="xs" c="dimmed" mt={4}>
            {KINDS.find(({ value }) => value === values.kind)?.about} It cannot be changed later.
          </Text>
        </div>
      )}
      {values.kind === 'http' ? (
        <Group align="flex-start" gap="sm">
          <TextInput
            label="URL"
            required
            type="url"
            placeholder="https://example.com/webhooks"
            description="Absolute, without credentials in it."
            flex={1}
            miw={220}
            {...text('url')}
          />
          <NativeSelect
            label="Method"
            description="Of each request."
            w={110}
            data={['POST', 'PUT', 'PATCH']}
            value={values.method}
            onChange={(event) => set({ method: event.currentTarget.value })}
          />
        </Group>
      ) : (
        <>
          <TextInput label="Queue" required placeholder="orders" {...text('queue')} />
          <TextInput
            label="Redis URL"
            description={
              saved
                ? `Now ${saved.redis_url ?? 'the platform’s own'}. Its credentials are never shown; leave it empty to keep it.`
                : 'With its credentials, which are never shown again.'
            }
            placeholder="rediss://user:password@redis.example.com:6379/0"
            autoComplete="off"
            {...text('redis_url')}
          />
          <TextInput label="Prefix of its keys" placeholder="bull" {...text('prefix')} />
        </>
      )}
      <TextInput
        label="Name"
        description="For people; empty is the host or the queue."
        placeholder="Orders service"
        {...text('name')}
      />
    </Stack>
  );
}
