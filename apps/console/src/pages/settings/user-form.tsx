import {
  Button,
  Modal,
  MultiSelect,
  PasswordInput,
  SegmentedControl,
  Stack,
  Switch,
  Text,
  TextInput,
} from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { $api, answerOf, client } from '../../api/client';
import { faultsOf } from '../../api/problem';
import type { User } from '../../api/types';
import { Failure } from '../../ui/failure';
import { useAct } from '../../ui/use-act';

interface Props {
  /** Whom to change; somebody new without. */
  user: User | undefined;
  onClose: () => void;
}

/** A user: a name, a password, a role, and the projects of a member. */
export function UserForm({ user, onClose }: Props) {
  const [username, setUsername] = useState(user?.username ?? '');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<User['role']>(user?.role ?? 'member');
  const [projects, setProjects] = useState(user?.projects ?? ['default']);
  const [enabled, setEnabled] = useState(user?.enabled ?? true);
  const known = $api.useQuery('get', '/projects', { params: { query: { limit: 200 } } });
  const save = useAct(
    () => {
      const body = { role, projects: role === 'admin' ? [] : projects, enabled };
      if (!user) return answerOf(client.POST('/users', { body: { ...body, username, password } }));
      const changes = password === '' ? body : { ...body, password };
      return answerOf(client.PATCH('/users/{id}', { params: { path: { id: user.id } }, body: changes }));
    },
    { quiet: true, changes: ['/users'], done: 'Saved.', onDone: onClose },
  );
  const faults = faultsOf(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <Modal opened onClose={onClose} title={user ? `Change ${user.username}` : 'New user'}>
      <Stack component="form" onSubmit={submit}>
        {Object.keys(faults).length === 0 && <Failure of={save.error} />}
        {!user && (
          <TextInput
            label="User"
            required
            data-autofocus
            autoComplete="off"
            value={username}
            onChange={({ currentTarget }) => setUsername(currentTarget.value)}
            error={faults['/username']}
          />
        )}
        <PasswordInput
          label={user ? 'New password' : 'Password'}
          description={user ? 'Leave it empty to keep the one they have' : undefined}
          required={!user}
          autoComplete="new-password"
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          error={faults['/password']}
        />
        <div>
          <Text size="sm" fw={500} id="role">
            Role
          </Text>
          <SegmentedControl
            aria-labelledby="role"
            fullWidth
            data={[
              { value: 'member', label: 'Member: its projects' },
              { value: 'admin', label: 'Admin: everything' },
            ]}
            value={role}
            onChange={setRole}
          />
        </div>
        {role === 'member' && (
          <MultiSelect
            label="Projects"
            data={(known.data?.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
            value={projects}
            onChange={setProjects}
            error={faults['/projects'] ?? (known.error && 'The projects could not be read.')}
          />
        )}
        <Switch
          label="May sign in"
          checked={enabled}
          onChange={({ currentTarget }) => setEnabled(currentTarget.checked)}
        />
        {user && (
          <Text size="xs" c="dimmed">
            A change of password, role or state ends all their sessions.
          </Text>
        )}
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      </Stack>
    </Modal>
  );
}
