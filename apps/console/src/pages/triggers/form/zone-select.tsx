import { Select } from '@mantine/core';
import { useMemo } from 'react';

interface Props {
  value: string;
  error: string | undefined;
  onChange: (zone: string) => void;
}

/** Every time zone that the browser knows, to be found by typing. */
export function ZoneSelect({ value, error, onChange }: Props) {
  const zones = useMemo(() => [...new Set(['UTC', value, ...Intl.supportedValuesOf('timeZone')])], [value]);
  return (
    <Select
      label="Time zone"
      description="The pattern is meant in it."
      data={zones}
      value={value}
      error={error}
      searchable
      limit={60}
      allowDeselect={false}
      nothingFoundMessage="No such zone; it is written like Europe/Berlin"
      onChange={(zone) => zone !== null && onChange(zone)}
    />
  );
}
