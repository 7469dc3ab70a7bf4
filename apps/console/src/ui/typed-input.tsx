import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { useState } from 'react';

const TYPING_MS = 250;

interface Props {
  label: string;
  placeholder: string;
  value: string;
  onSettled: (value: string) => void;
  icon?: boolean;
}

/** Text that is taken over once one has stopped typing. */
export function TypedInput({ label, placeholder, value, onSettled, icon = false }: Props) {
  const [text, setText] = useState(value);
  const [from, setFrom] = useState(value);
  const settle = useDebouncedCallback(onSettled, TYPING_MS);
  if (value !== from) {
    // the URL has changed: by what was typed here, or by a link and the back button
    setFrom(value);
    setText(value);
  }
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      type="search"
      maw={220}
      value={text}
      leftSection={icon ? <Search size={15} /> : undefined}
      onChange={(event) => {
        setText(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
    />
  );
}
