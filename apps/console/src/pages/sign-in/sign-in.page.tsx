import { Alert, Button, Container, Paper, PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { createLazyRoute, useRouter } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { answerOf, client } from '../../api/client';
import { queryClient } from '../../api/query-client';
import { session } from '../../api/session';
import { Failure } from '../../ui/failure';
import { useAct } from '../../ui/use-act';

export const route = createLazyRoute('/sign-in')({ component: SignIn });

interface Credentials {
  username: string;
  password: string;
}

function SignIn() {
  const { next, reason } = route.useSearch();
  const router = useRouter();
  const [credentials, setCredentials] = useState<Credentials>({ username: '', password: '' });
  const signIn = useAct((body: Credentials) => answerOf(client.POST('/auth/login', { body })), {
    quiet: true,
    onDone: (tokens) => {
      queryClient.clear(); // what somebody else may have left
      session.begin(tokens);
      router.history.push(inside(next));
    },
  });
  useEffect(() => {
    document.title = 'Sign in · Event Trigger Platform';
  }, []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(credentials);
  };
  const field = (name: keyof Credentials) => ({
    name,
    required: true,
    value: credentials[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setCredentials({ ...credentials, [name]: event.currentTarget.value }),
  });
  return (
    <Container component="main" size={420} pt="12vh">
      <Paper withBorder p="xl" component="form" onSubmit={submit}>
        <Stack>
          <Title order={1}>Sign in</Title>
          {reason === 'expired' && !signIn.isError && (
            <Alert role="status">Your session has ended. Sign in again.</Alert>
          )}
          <Failure of={signIn.error} />
          <TextInput label="User" autoComplete="username" data-autofocus {...field('username')} />
          <PasswordInput label="Password" autoComplete="current-password" {...field('password')} />
          <Button type="submit" loading={signIn.isPending}>
            Sign in
          </Button>
        </Stack>
      </Paper>
    </Container>
  );
}

/** Back to where one was. `//` would begin the name of another machine. */
const inside = (next = '/'): string =>
  `/console${next.startsWith('/') && !next.startsWith('//') ? next : '/'}`;
