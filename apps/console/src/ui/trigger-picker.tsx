import { Loader, Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { $api } from '../api/client';

/** Named by a `label`, or where there is no room for one by an `aria-label`. */
interface Props extends Pick<SelectProps, 'label' | 'aria-label' | 'placeholder' | 'size' | 'w'> {
  /** What follows when none is chosen. */
  about?: string;
  /** The id of the trigger. */
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

/** Finds a trigger by its name, however many there are. */
export function TriggerPicker({ about, value, onChange, ...look }: Props) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, 200);
  const chosen = $api.useQuery(
    'get',
    '/triggers/{id}',
    { params: { path: { id: value ?? '' } } },
    { enabled: value !== undefined },
  );
  const query = { limit: 20, archived: 'all' as const, ...(q !== '' && q !== chosen.data?.name && { q }) };
  const found = $api.useQuery(
    'get',
    '/triggers',
    { params: { query } },
    { placeholderData: (before) => before },
  );
  const known = new Map((found.data?.data ?? []).map(({ id, name }) => [id, name]));
  if (chosen.data) known.set(chosen.data.id, chosen.data.name);
  else if (value !== undefined && chosen.isError) known.set(value, 'a deleted trigger');
  return (
    <Select
      description={about}
      placeholder="Search by name"
      searchable
      clearable
      maw={420}
      {...look}
      clearButtonProps={{ 'aria-label': 'No trigger' }}
      nothingFoundMessage="No trigger has such a name"
      filter={({ options }) => options}
      data={Array.from(known, ([id, name]) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      searchValue={typed}
      onSearchChange={setTyped}
      rightSection={found.isFetching ? <Loader size="xs" /> : undefined}
    />
  );
}
