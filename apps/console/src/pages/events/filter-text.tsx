import { TextInput } from '@mantine/core';
import type { KeyboardEvent, Ref } from 'react';
import { flushSync } from 'react-dom';
import { useTypedText } from '../../ui/use-typed-text';

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
  const typed = useTypedText(value);
  const text = typed.text.trim();
  const error = text === '' || text === typed.value ? undefined : fault?.(text);
  const apply = () => {
    if (error !== undefined || text === typed.value) return;
    typed.handOver(text);
    onChange(text === '' ? undefined : text);
  };
  const onKeyDown = ({ key, currentTarget }: KeyboardEvent<HTMLInputElement>) => {
    if (key === 'Enter') apply();
    if (key !== 'Escape') return;
    flushSync(() => typed.type(typed.value)); // else leaving the field would apply what is given up
    currentTarget.blur();
  };
  return (
    <TextInput
      aria-label={label}
      placeholder={placeholder}
      size="xs"
      w={width}
      ref={ref}
      value={typed.text}
      error={error}
      onChange={(event) => typed.type(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={onKeyDown}
    />
  );
}
