import { Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useViewerZone } from '../../app/viewer-zone';
import type { EventSearch } from './filter';
import classes from './events.module.css';
import { FilterSelect } from '../../ui/filter-select';
import { fromLocal, toLocal } from '../../ui/local-time';

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
  const { zone } = useViewerZone();
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
      key={`${name} ${value} ${zone}`}
      defaultValue={toInput(value, zone)}
      onBlur={({ currentTarget }) => {
        if (currentTarget.value !== toInput(value, zone))
          onChange({ [name]: fromLocal(currentTarget.value, zone) });
      }}
    />
  );
  return (
    <Group gap="xs" className={classes.times}>
      <FilterSelect
        label="Fired"
        any="At any time"
        w={145}
        data={CHOICES}
        value={exact ? 'exact' : since}
        onChange={(range) => {
          choose(range === 'exact');
          onChange({ since: range === 'exact' ? undefined : range, until: undefined });
        }}
      />
      {exact && field('since', 'From', since)}
      {exact && field('until', 'Until', until)}
    </Group>
  );
}

/** To the minute; empty for what is no time, as a range. */
const toInput = (time: string | undefined, zone: string): string =>
  time === undefined || Number.isNaN(Date.parse(time)) ? '' : toLocal(time, zone).slice(0, 16);
