import { Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useViewerZone } from '../../app/viewer-zone';
import type { EventSearch } from './filter';
import { fromInput, toInput } from './time-input';

interface Props {
  search: EventSearch;
  onChange: (changes: { since?: string | undefined; until?: string | undefined }) => void;
}

const CHOICES = [
  { value: '5m', label: 'Last 5 minutes' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: 'exact', label: 'From … until …' },
];
const isRange = (since: string | undefined) => CHOICES.some(({ value }) => value === since);

/** When events were fired: a range that moves along, or exact times in the zone that times are shown in. */
export function TimeFilter({ search: { since, until }, onChange }: Props) {
  const { utc, zone } = useViewerZone();
  const isSet = (since !== undefined && !isRange(since)) || until !== undefined;
  const [chosen, choose] = useState(false);
  const exact = isSet || chosen;
  const field = (name: 'since' | 'until', label: string, value: string | undefined) => (
    <TextInput
      type="datetime-local"
      aria-label={`${label} (${zone})`}
      title={`${label} (${zone})`}
      size="xs"
      w={178}
      key={`${name} ${value} ${utc}`}
      defaultValue={toInput(value, utc)}
      onBlur={({ currentTarget }) => {
        if (currentTarget.value !== toInput(value, utc))
          onChange({ [name]: fromInput(currentTarget.value, utc) });
      }}
    />
  );
  return (
    <Group gap="xs">
      <Select
        aria-label="Fired"
        placeholder="At any time"
        size="xs"
        w={145}
        clearable
        data={CHOICES}
        value={exact ? 'exact' : (since ?? null)}
        onChange={(range) => {
          choose(range === 'exact');
          onChange({ since: range === 'exact' ? undefined : (range ?? undefined), until: undefined });
        }}
      />
      {exact && field('since', 'From', since)}
      {exact && field('until', 'Until', until)}
    </Group>
  );
}
