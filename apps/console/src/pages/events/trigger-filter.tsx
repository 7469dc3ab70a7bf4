import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { $api } from '../../api/client';

interface Props {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

/** One trigger, found by its name: there may be a hundred thousand. Archived ones, too: they have events. */
export function TriggerFilter({ value, onChange }: Props) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const query = { limit: 50, archived: 'all', ...(q !== '' && { q }) } as const;
  const found = $api.useQuery(
    'get',
    '/triggers',
    { params: { query } },
    { placeholderData: (before) => before },
  );
  const chosen = $api.useQuery(
    'get',
    '/triggers/{id}',
    { params: { path: { id: value ?? '' } } },
    { enabled: value !== undefined },
  );
  const options = new Map(found.data?.data.map(({ id, name }) => [id, name]));
  if (value !== undefined) options.set(value, chosen.data?.name ?? options.get(value) ?? 'a deleted trigger');
  return (
    <Select
      aria-label="Trigger"
      placeholder="Any trigger"
      size="xs"
      w={190}
      searchable
      clearable
      filter={({ options: all }) => all} // the api has looked already
      nothingFoundMessage={found.isFetching ? 'Looking…' : 'No trigger of that name'}
      data={[...options].map(([id, name]) => ({ value: id, label: name }))}
      value={value ?? null}
      onSearchChange={setTyped}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
