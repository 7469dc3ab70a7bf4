import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { answerOf, client } from '../../api/client';
import { faultsOf } from '../../api/problem';
import { session } from '../../api/session';
import { useMe } from '../../app/me';
import { Facts } from '../../ui/facts';
import { Failure } from '../../ui/failure';
import { Section } from '../../ui/section';
import { useAct } from '../../ui/use-act';

const EMPTY = { current_password: '', new_password: '' };

/** Who one is, and a new password for oneself. */
export function You() {
  const me = useMe();
  return (
    <Section title="You">
      <Stack maw={440}>
        <Facts
          of={{
            name: me?.name,
            'signed in as': me?.kind,
            'you may': me?.scopes.join(', '),
            project: me?.project,
          }}
        />
        {me?.kind === 'user' && <NewPassword />}
      </Stack>
    </Section>
  );
}

function NewPassword() {
  const [body, setBody] = useState(EMPTY);
  const change = useAct(() => answerOf(client.POST('/auth/password', { body })), {
    quiet: true,
    done: 'Changed. Every other session of yours has ended.',
    onDone: (tokens) => {
      session.begin(tokens);
      setBody(EMPTY);
    },
  });
  const faults = faultsOf(change.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate(undefined);
  };
  const field = (name: keyof typeof EMPTY) => ({
    required: true,
    value: body[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setBody({ ...body, [name]: event.currentTarget.value }),
    error: faults[`/${name}`],
  });
  return (
    <Stack component="form" onSubmit={submit} gap="sm">
      <Text fw={600}>Change your password</Text>
      {Object.keys(faults).length === 0 && <Failure of={change.error} />}
      <PasswordInput label="The present one" autoComplete="current-password" {...field('current_password')} />
      <PasswordInput label="The new one" autoComplete="new-password" {...field('new_password')} />
      <Button type="submit" w="fit-content" loading={change.isPending}>
        Change it
      </Button>
    </Stack>
  );
}
