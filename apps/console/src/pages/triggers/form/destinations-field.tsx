import { ActionIcon, Button, Group, Input, Select, Stack, Text, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { $api } from '../../../api/client';
import type { Destination } from '../../../api/types';
import { faultAt, type Faults } from '../../../ui/faults';
import type { Destinations } from './values';

interface Props {
  legend: string;
  about: string;
  /** The member of the body, for its faults. */
  field: 'destinations' | 'alert_destinations';
  value: Destinations;
  faults: Faults;
  /** Names of those that it has already, by id. */
  known: Record<string, string>;
  onChange: (value: Destinations) => void;
}

/** Where events go: those that there are, to choose from, and new ones by their URL. */
export function DestinationsField({ legend, about, field, value, faults, known, onChange }: Props) {
  const id = useId();
  const list = $api.useQuery('get', '/destinations', { params: { query: { limit: 200 } } });
  const names = {
    ...known,
    ...Object.fromEntries((list.data?.data ?? []).map((one) => [one.id, nameOf(one)])),
  };
  const others = Object.entries(names).filter(([id]) => !value.includes(id));
  const add = () => {
    onChange([...value, { url: '' }]);
    requestAnimationFrame(() => document.getElementById(`${id}-${value.length}`)?.focus());
  };
  const replace = (index: number, ...by: Destinations) => onChange(value.toSpliced(index, 1, ...by));
  return (
    <div role="group" aria-labelledby={id}>
      <Input.Label component="div" id={id}>
        {legend}
      </Input.Label>
      <Text size="xs" c="dimmed" mb="xs">
        {about}
      </Text>
      <Stack gap={6}>
        {value.map((one, index) => {
          const what = typeof one === 'string' ? (names[one] ?? one) : one.url || `new URL ${index + 1}`;
          const fault = faultAt(faults, `/${field}/${index}`);
          return (
            // rows have no name of their own, and are only ever taken out by their number
            <Group key={index} gap="xs" wrap="nowrap" align="flex-start">
              {typeof one === 'string' ? (
                <Text size="sm" flex={1} miw={0} py={7} style={{ overflowWrap: 'anywhere' }}>
                  {what}
                  {fault !== undefined && (
                    <Text size="xs" c="var(--mantine-color-error)">
                      {fault}
                    </Text>
                  )}
                </Text>
              ) : (
                <TextInput
                  flex={1}
                  aria-label={`URL of ${legend.toLowerCase()} ${index + 1}`}
                  placeholder="https://example.com/webhooks"
                  type="url"
                  id={`${id}-${index}`}
                  value={one.url ?? ''}
                  error={fault?.replace(/^url: /, '')}
                  onChange={(event) => replace(index, { ...one, url: event.currentTarget.value })}
                />
              )}
              <ActionIcon size={34} aria-label={`Remove ${what}`} onClick={() => replace(index)}>
                <X size={16} />
              </ActionIcon>
            </Group>
          );
        })}
        <Group gap="xs" wrap="wrap">
          {Object.keys(names).length > 0 && (
            <Select
              aria-label={`Choose ${legend.toLowerCase()}`}
              placeholder={others.length > 0 ? 'Choose a destination …' : 'No further destination to choose'}
              disabled={others.length === 0}
              data={others.map(([id, label]) => ({ value: id, label }))}
              searchable
              limit={50}
              value={null}
              flex={1}
              miw={200}
              nothingFoundMessage="None of the 200 newest is called that"
              onChange={(id) => id !== null && onChange([...value, id])}
            />
          )}
          <Button variant="default" leftSection={<Plus size={15} />} onClick={add}>
            New URL
          </Button>
        </Group>
        {faults[`/${field}`] !== undefined && (
          <Text size="xs" c="var(--mantine-color-error)">
            {faults[`/${field}`]}
          </Text>
        )}
      </Stack>
    </div>
  );
}

const nameOf = ({ name, url, queue }: Pick<Destination, 'name' | 'url' | 'queue'>): string => {
  const where = url ?? queue;
  return where === null || where === undefined || where.includes(name)
    ? (where ?? name)
    : `${name} · ${where}`;
};
