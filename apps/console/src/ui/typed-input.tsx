import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { useTypedText } from './use-typed-text';

const TYPING_MS = 250;

interface Props {
  label: string;
  placeholder: string;
  value: string;
  /** What is typed is taken for nothing until it is this; without, any text will do. */
  accept?: (text: string) => boolean;
  onSettled: (value: string) => void;
  icon?: boolean;
}

/** Text that is taken over once one has stopped typing. */
export function TypedInput({ label, placeholder, value, accept, onSettled, icon = false }: Props) {
  const typed = useTypedText(value);
  const settle = useEffectEvent((text: string) => {
    if (text === typed.value) return;
    const wanted = accept?.(text) === false ? '' : text;
    if (wanted === typed.value) return;
    typed.handOver(wanted);
    onSettled(wanted);
  });
  useEffect(() => {
    const timer = setTimeout(() => settle(typed.text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed.text]);
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      type="search"
      maw={220}
      value={typed.text}
      leftSection={icon ? <Search size={15} /> : undefined}
      onChange={(event) => typed.type(event.currentTarget.value)}
    />
  );
}
