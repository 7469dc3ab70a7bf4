import { Select } from '@mantine/core';

interface Props<Value extends string> {
  label: string;
  /** What it says while nothing is chosen: `Any status`. */
  any: string;
  data: readonly (Value | { value: Value; label: string })[];
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
  w?: number;
}

/** One of several values to filter by, or none. */
export function FilterSelect<Value extends string>({
  label,
  any,
  data,
  value,
  onChange,
  w = 130,
}: Props<Value>) {
  return (
    <Select<Value>
      aria-label={label}
      placeholder={any}
      size="xs"
      w={w}
      clearable
      clearButtonProps={{ 'aria-label': any }}
      data={data}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
}
