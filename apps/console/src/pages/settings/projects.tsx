import { Button, Group, Modal, Stack, Table, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type FormEvent } from 'react';
import { answerOf, client } from '../../api/client';
import { faultsOf } from '../../api/problem';
import type { Project } from '../../api/types';
import { curl } from '../../ui/curl';
import { Failure } from '../../ui/failure';
import { NothingYet } from '../../ui/nothing-yet';
import { PagedTable } from '../../ui/paged-table';
import { RemoveButton } from '../../ui/remove-button';
import { Section } from '../../ui/section';
import { useAct } from '../../ui/use-act';
import { usePages } from '../../ui/use-pages';
import { When } from '../../ui/when';
import { Rename } from './rename';

/** The tenants of the installation. */
export function Projects() {
  const [making, { open, close }] = useDisclosure();
  const projects = usePages(['get', '/projects'], (cursor, signal) =>
    answerOf(client.GET('/projects', { params: { query: { cursor } }, signal })),
  );
  return (
    <Section title="Projects" actions={<Button onClick={open}>New project</Button>}>
      <PagedTable
        list={projects}
        head={['Name', 'Slug', 'Made', '']}
        row={(project) => <ProjectRow key={project.id} of={project} />}
        empty={
          <NothingYet
            text="None. Everything belongs to one: triggers, destinations, events and keys."
            curl={curl('POST', '/projects', { name: 'Billing', slug: 'billing' })}
          />
        }
        minWidth={420}
      />
      <NewProject opened={making} onClose={close} />
    </Section>
  );
}

function ProjectRow({ of: { id, name, slug, created_at } }: { of: Project }) {
  const remove = useAct(() => answerOf(client.DELETE('/projects/{id}', { params: { path: { id } } })), {
    done: `The project ${name} is gone.`,
    changes: ['/projects'],
  });
  const rename = useAct(
    (body: { name: string }) => answerOf(client.PATCH('/projects/{id}', { params: { path: { id } }, body })),
    { changes: ['/projects'], done: 'Renamed.' },
  );
  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      <Table.Td>
        <code>{slug}</code>
      </Table.Td>
      <Table.Td>
        <When at={created_at} />
      </Table.Td>
      <Table.Td>
        <Group gap={6} justify="flex-end" wrap="nowrap">
          <Rename what={name} onRename={(to) => rename.mutate({ name: to })} />
          {slug !== 'default' && (
            <RemoveButton
              verb="Delete"
              what={name}
              text="It must have no triggers and destinations any more. Its keys stop working, and its events are in no answer from then on."
              onConfirm={() => remove.mutate(undefined)}
            />
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function NewProject({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [body, setBody] = useState({ name: '', slug: '' });
  const make = useAct(() => answerOf(client.POST('/projects', { body })), {
    quiet: true,
    changes: ['/projects'],
    done: `The project ${body.name} is there.`,
    onDone: () => {
      setBody({ name: '', slug: '' });
      onClose();
    },
  });
  const faults = faultsOf(make.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(undefined);
  };
  return (
    <Modal opened={opened} onClose={onClose} title="New project">
      <Stack component="form" onSubmit={submit}>
        {Object.keys(faults).length === 0 && <Failure of={make.error} />}
        <TextInput
          label="Name"
          required
          data-autofocus
          value={body.name}
          onChange={({ currentTarget }) => setBody({ ...body, name: currentTarget.value })}
          error={faults['/name']}
        />
        <TextInput
          label="Slug"
          description="Names it in X-Project: small letters, digits and dashes"
          required
          value={body.slug}
          onChange={({ currentTarget }) => setBody({ ...body, slug: currentTarget.value })}
          error={faults['/slug']}
        />
        <Button type="submit" loading={make.isPending}>
          Make the project
        </Button>
      </Stack>
    </Modal>
  );
}
