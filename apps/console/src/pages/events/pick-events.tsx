import { Button, Group, Paper, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { CodeBlock } from '../../ui/code-block';
import { curl } from '../../ui/curl';
import { TextLink } from '../../ui/text-link';

/** Asks for the ids that the URL does not name. */
export function PickEvents({ a = '', b = '' }: { a: string | undefined; b: string | undefined }) {
  const navigate = useNavigate();
  const [ids, setIds] = useState({ a, b });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ to: '/events/compare', search: { a: ids.a.trim(), b: ids.b.trim() } });
  };
  const field = (name: 'a' | 'b', label: string) => (
    <TextInput
      label={label}
      placeholder="019a…"
      value={ids[name]}
      onChange={(event) => setIds({ ...ids, [name]: event.currentTarget.value })}
    />
  );
  return (
    <Paper withBorder p="lg" component="form" onSubmit={submit} maw={640}>
      <Stack>
        <Text size="sm">
          Name the events by their ids, or select two <TextLink to="/events">in the list</TextLink>:{' '}
          <kbd>x</kbd> selects a row.
        </Text>
        {field('a', 'First event')}
        {field('b', 'Second event')}
        <CodeBlock
          label="The same on the command line"
          code={`diff <(${curl('GET', `/events/${ids.a.trim() || '<first>'}`)}) <(${curl('GET', `/events/${ids.b.trim() || '<second>'}`)})`}
        />
        <Group justify="flex-end">
          <Button type="submit" disabled={ids.a.trim() === '' || ids.b.trim() === ''}>
            Compare
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
