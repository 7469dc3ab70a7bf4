import { Loader, Select, type SelectProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery, type UseQueryOptions } from '@tanstack/react-query';
import { useState } from 'react';
import { isGone } from '../api/problem';

/** What a picker looks like. Named by a `label`, or where there is no room for one by an `aria-label`. */
type Look = Pick<SelectProps, 'label' | 'aria-label' | 'placeholder' | 'size' | 'w'>;

export interface PickerProps extends Look {
  /** What follows when none is chosen. */
  about?: string;
  /** The id of what is chosen. */
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- errors and keys of different endpoints
type Asked<Data> = UseQueryOptions<any, any, Data, any>;

/** A kind of thing that one picks by its name. */
export interface Named<Thing> {
  /** The word for one: `trigger`. */
  what: string;
  nameOf: (thing: Thing) => string;
  /** Asks for one by its id. */
  one: (id: string) => Asked<Thing>;
  /** Asks for those whose names have a text in them; for the newest without one. */
  found: (q: string | undefined) => Asked<{ data: Thing[] }>;
}

/** Chooses one of those that the api finds by what one types, however many there are. */
export function NamePicker<Thing extends { id: string }>({
  of: { what, nameOf, one, found: foundBy },
  about,
  value,
  onChange,
  ...look
}: PickerProps & { of: Named<Thing> }) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, 200);
  const chosen = useQuery({ ...one(value ?? ''), enabled: value !== undefined });
  const isName = chosen.data !== undefined && q === nameOf(chosen.data);
  const found = useQuery({
    ...foundBy(q === '' || isName ? undefined : q),
    placeholderData: keepPreviousData,
  });
  const names = new Map((found.data?.data ?? []).map((thing) => [thing.id, nameOf(thing)]));
  if (chosen.data) names.set(chosen.data.id, nameOf(chosen.data));
  else if (value !== undefined && chosen.isError)
    names.set(value, isGone(chosen.error) ? `a deleted ${what}` : value);
  return (
    <Select
      description={about}
      placeholder="Search by name"
      searchable
      clearable
      maw={420}
      {...look}
      clearButtonProps={{ 'aria-label': `No ${what}` }}
      nothingFoundMessage={`No ${what} has such a name`}
      filter={({ options }) => options}
      data={Array.from(names, ([id, name]) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      searchValue={typed}
      onSearchChange={setTyped}
      rightSection={found.isFetching ? <Loader size="xs" /> : undefined}
    />
  );
}
