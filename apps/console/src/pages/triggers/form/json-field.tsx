import { Input, Text } from '@mantine/core';
import { useId, type ComponentProps } from 'react';
import { JsonEditor } from '../../../ui/json-editor';

interface Props extends ComponentProps<typeof JsonEditor> {
  description: string;
  error: string | undefined;
}

/** A JSON editor as a field of a form: with its label, its explanation and what is wrong with it. */
export function JsonField({ description, error, ...editor }: Props) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} aria-describedby={error === undefined ? undefined : `${id}-error`}>
      <Input.Label component="div" id={id}>
        {editor.label}
      </Input.Label>
      <Text size="xs" c="dimmed" mb={6}>
        {description}
      </Text>
      <JsonEditor {...editor} />
      {error !== undefined && (
        // focused when the form is refused, which an editor of its own cannot be told
        <Text id={`${id}-error`} mt={4} size="xs" c="var(--mantine-color-error)" tabIndex={-1} aria-invalid>
          {error}
        </Text>
      )}
    </div>
  );
}
