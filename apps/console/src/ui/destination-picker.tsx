import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { $api } from '../api/client';
import type { Destination } from '../api/types';
import { NameSelect, type PickerLook } from './name-select';

interface Props extends PickerLook {
  /** The id of the destination. */
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

/** Finds a destination by its name or address, however many there are. */
export function DestinationPicker({ value, ...rest }: Props) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, 200);
  const chosen = $api.useQuery(
    'get',
    '/destinations/{id}',
    { params: { path: { id: value ?? '' } } },
    { enabled: value !== undefined },
  );
  const isName = chosen.data !== undefined && q === nameOf(chosen.data);
  const found = $api.useQuery(
    'get',
    '/destinations',
    { params: { query: { limit: 20, ...(q !== '' && !isName && { q }) } } },
    { placeholderData: (before) => before },
  );
  const names = new Map((found.data?.data ?? []).map((one) => [one.id, nameOf(one)]));
  if (chosen.data) names.set(chosen.data.id, nameOf(chosen.data));
  else if (value !== undefined && chosen.isError) names.set(value, 'a deleted destination');
  return (
    <NameSelect
      {...rest}
      names={names}
      value={value}
      typed={typed}
      onType={setTyped}
      searching={found.isFetching}
      none="No destination"
      nothing="No destination has such a name"
    />
  );
}

const nameOf = ({ name, url, queue }: Destination): string => name || (url ?? queue ?? '');
