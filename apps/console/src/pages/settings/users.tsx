import { Button, Group, Table } from '@mantine/core';
import { useState } from 'react';
import { answerOf, client } from '../../api/client';
import type { User } from '../../api/types';
import { useMe } from '../../app/me';
import { curl } from '../../ui/curl';
import { NothingYet } from '../../ui/nothing-yet';
import { PagedTable } from '../../ui/paged-table';
import { RemoveButton } from '../../ui/remove-button';
import { Section } from '../../ui/section';
import { Status } from '../../ui/status';
import { useAct } from '../../ui/use-act';
import { usePages } from '../../ui/use-pages';
import { When } from '../../ui/when';
import { UserForm } from './user-form';

/** Who may sign in. */
export function Users() {
  const [editing, setEditing] = useState<User | 'new'>();
  const users = usePages(['get', '/users'], (cursor, signal) =>
    answerOf(client.GET('/users', { params: { query: { cursor } }, signal })),
  );
  return (
    <Section title="Users" actions={<Button onClick={() => setEditing('new')}>New user</Button>}>
      <PagedTable
        list={users}
        head={['User', 'Role', 'Projects', 'State', 'Made', '']}
        row={(user) => <UserRow key={user.id} of={user} onEdit={() => setEditing(user)} />}
        empty={
          <NothingYet
            text="Nobody. The first start with AUTH=on makes the user admin; a member sees the projects that they are given."
            curl={curl('POST', '/users', {
              username: 'ada',
              password: '…',
              role: 'member',
              projects: ['default'],
            })}
          />
        }
      />
      {editing !== undefined && (
        <UserForm user={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
    </Section>
  );
}

function UserRow({ of: user, onEdit }: { of: User; onEdit: () => void }) {
  const { id, username, role, projects, enabled, created_at } = user;
  const me = useMe();
  const remove = useAct(() => answerOf(client.DELETE('/users/{id}', { params: { path: { id } } })), {
    done: `${username} is gone.`,
    changes: ['/users'],
  });
  return (
    <Table.Tr>
      <Table.Td>{username}</Table.Td>
      <Table.Td>{role}</Table.Td>
      <Table.Td>{role === 'admin' ? 'all' : projects.join(', ') || 'none'}</Table.Td>
      <Table.Td>
        <Status of={enabled ? 'enabled' : 'disabled'} />
      </Table.Td>
      <Table.Td>
        <When at={created_at} />
      </Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end" wrap="nowrap">
          <Button size="compact-xs" variant="default" onClick={onEdit} aria-label={`Change ${username}`}>
            Change
          </Button>
          {me?.id !== id && (
            <RemoveButton
              verb="Delete"
              what={username}
              text="All their sessions end. What they did stays in the audit log."
              onConfirm={() => remove.mutate(undefined)}
            />
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
