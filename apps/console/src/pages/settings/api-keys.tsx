import { Button, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { answerOf, client } from '../../api/client';
import type { ApiKey, NewApiKey } from '../../api/types';
import { CodeBlock } from '../../ui/code-block';
import { curl } from '../../ui/curl';
import { NothingYet } from '../../ui/nothing-yet';
import { PagedTable } from '../../ui/paged-table';
import { RemoveButton } from '../../ui/remove-button';
import { Section } from '../../ui/section';
import { ShownOnce } from '../../ui/shown-once';
import { useAct } from '../../ui/use-act';
import { usePages } from '../../ui/use-pages';
import { When } from '../../ui/when';
import { NewKey } from './new-key';

/** The keys that programs use, of the chosen project. */
export function ApiKeys() {
  const [making, { open, close }] = useDisclosure();
  const [made, setMade] = useState<NewApiKey>();
  const keys = usePages(['get', '/api-keys'], (cursor, signal) =>
    answerOf(client.GET('/api-keys', { params: { query: { cursor } }, signal })),
  );
  const create = (
    <Button onClick={open} w="fit-content">
      New key
    </Button>
  );
  return (
    <Section title="API keys" actions={keys.rows.length > 0 && create}>
      <PagedTable
        list={keys}
        head={['Name', 'Begins with', 'Scopes', 'Last used', 'Expires', '']}
        row={(key) => <KeyRow key={key.id} of={key} />}
        empty={
          <NothingYet
            title="No keys yet"
            text="A program that calls the api has a key of its own, with as few scopes as it needs."
            curl={curl('POST', '/api-keys', { name: 'checkout service', scopes: ['fire'] })}
          >
            {create}
          </NothingYet>
        }
      />
      <NewKey
        opened={making}
        onClose={close}
        onMade={(key) => {
          close();
          setMade(key);
        }}
      />
      <ShownOnce title={`The key ${made?.name ?? ''}`} secret={made?.key} onClose={() => setMade(undefined)}>
        <CodeBlock
          label="How it is used"
          code={`curl -s ${location.origin}/auth/me \\\n  -H 'authorization: Bearer ${made?.prefix ?? 'etp'}…'`}
        />
      </ShownOnce>
    </Section>
  );
}

function KeyRow({ of: { id, name, prefix, scopes, last_used_at, expires_at } }: { of: ApiKey }) {
  const revoke = useAct(() => answerOf(client.DELETE('/api-keys/{id}', { params: { path: { id } } })), {
    done: `The key ${name} is revoked.`,
    changes: ['/api-keys'],
  });
  return (
    <Table.Tr>
      <Table.Td>{name}</Table.Td>
      <Table.Td>
        <code>{prefix}…</code>
      </Table.Td>
      <Table.Td>{scopes.join(', ')}</Table.Td>
      <Table.Td>
        <When at={last_used_at} none="never" />
      </Table.Td>
      <Table.Td>
        <When at={expires_at} none="never" />
      </Table.Td>
      <Table.Td ta="end">
        <RemoveButton
          verb="Revoke"
          what={name}
          text="Whoever uses it is refused within five seconds. It cannot be taken back."
          onConfirm={() => revoke.mutate(undefined)}
        />
      </Table.Td>
    </Table.Tr>
  );
}
