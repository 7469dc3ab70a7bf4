import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { $api } from '../api/client';
import { NameSelect, type PickerLook } from './name-select';

interface Props extends PickerLook {
  /** What follows when none is chosen. */
  about?: string;
  /** The id of the trigger. */
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

/** Finds a trigger by its name, however many there are. */
export function TriggerPicker({ value, ...rest }: Props) {
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
  const names = new Map((found.data?.data ?? []).map(({ id, name }) => [id, name]));
  if (chosen.data) names.set(chosen.data.id, chosen.data.name);
  else if (value !== undefined && chosen.isError) names.set(value, 'a deleted trigger');
  return (
    <NameSelect
      {...rest}
      names={names}
      value={value}
      typed={typed}
      onType={setTyped}
      searching={found.isFetching}
      none="No trigger"
      nothing="No trigger has such a name"
    />
  );
}
