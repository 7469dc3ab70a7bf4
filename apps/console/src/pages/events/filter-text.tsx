import { TextInput } from '@mantine/core';
import { useState, type KeyboardEvent, type Ref } from 'react';

interface Props {
  label: string;
  placeholder: string;
  value: string | undefined;
  /** Why a text cannot be filtered by. */
  fault?: (text: string) => string | undefined;
  onChange: (value: string | undefined) => void;
  width?: number;
  ref?: Ref<HTMLInputElement>;
}

/** A filter that is typed: it counts once Enter is pressed or the field is left, not letter by letter. */
export function FilterText({ label, placeholder, value = '', fault, onChange, width = 150, ref }: Props) {
  const [typed, setTyped] = useState<string>();
  const [from, setFrom] = useState(value);
  if (from !== value) {
    setFrom(value);
    setTyped(undefined); // the URL has changed by other means
  }
  const text = (typed ?? value).trim();
  const error = typed === undefined || text === '' ? undefined : fault?.(text);
  const apply = () => {
    if (typed !== undefined && error === undefined && text !== value)
      onChange(text === '' ? undefined : text);
  };
  const onKeyDown = ({ key, currentTarget }: KeyboardEvent<HTMLInputElement>) => {
    if (key === 'Enter') apply();
    if (key !== 'Escape') return;
    setTyped(undefined);
    currentTarget.blur();
  };
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      size="xs"
      w={width}
      ref={ref}
      value={typed ?? value}
      error={error}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={onKeyDown}
    />
  );
}
