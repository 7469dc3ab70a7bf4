import { Loader, Select, type SelectProps } from '@mantine/core';

/** What a picker looks like. Named by a `label`, or where there is no room for one by an `aria-label`. */
export type PickerLook = Pick<SelectProps, 'label' | 'aria-label' | 'placeholder' | 'size' | 'w'>;

interface Props extends PickerLook {
  /** What follows when none is chosen. */
  about?: string | undefined;
  /** What is found, and what is chosen: names by id. */
  names: Map<string, string>;
  value: string | undefined;
  onChange: (id: string | undefined) => void;
  typed: string;
  onType: (text: string) => void;
  searching: boolean;
  /** The button that chooses none. */
  none: string;
  /** When nothing is found. */
  nothing: string;
}

/** Chooses one of those that the api finds by what one types. */
export function NameSelect({
  about,
  names,
  value,
  onChange,
  typed,
  onType,
  searching,
  none,
  nothing,
  ...look
}: Props) {
  return (
    <Select
      description={about}
      placeholder="Search by name"
      searchable
      clearable
      maw={420}
      {...look}
      clearButtonProps={{ 'aria-label': none }}
      nothingFoundMessage={nothing}
      filter={({ options }) => options}
      data={Array.from(names, ([id, name]) => ({ value: id, label: name }))}
      value={value ?? null}
      onChange={(id) => onChange(id ?? undefined)}
      searchValue={typed}
      onSearchChange={onType}
      rightSection={searching ? <Loader size="xs" /> : undefined}
    />
  );
}
