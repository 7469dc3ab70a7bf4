import { Group, Select, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { answerOf, client } from '../../api/client';
import type { AuditEntry } from '../../api/types';
import { writeSearch } from '../../app/search-text';
import { curl } from '../../ui/curl';
import { NothingYet } from '../../ui/nothing-yet';
import { PagedTable } from '../../ui/paged-table';
import { Section } from '../../ui/section';
import { usePages } from '../../ui/use-pages';
import { When } from '../../ui/when';
import { changesOf } from './audit-changes';

const SPANS = { '1': 'the last day', '7': 'the last 7 days', '30': 'the last 30 days', all: 'ever' };
const DAY = 86_400_000;

/** Who changed what, logins included. */
export function Audit() {
  const [typed, setTyped] = useState('');
  const [action] = useDebouncedValue(typed.trim(), 250);
  const [span, setSpan] = useState<string>('7');
  const filter = { ...(action !== '' && { action }), span };
  const entries = usePages(['get', '/audit', filter], (cursor, signal) => {
    const since = span === 'all' ? undefined : new Date(Date.now() - Number(span) * DAY).toISOString();
    const query = { limit: 50, cursor, since, ...(action !== '' && { action }) };
    return answerOf(client.GET('/audit', { params: { query }, signal }));
  });
  return (
    <Section title="Audit log">
      <Group mb="sm" align="flex-end">
        <TextInput
          label="Action"
          placeholder="trigger.updated"
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Select
          label="When"
          allowDeselect={false}
          data={Object.entries(SPANS).map(([value, label]) => ({ value, label }))}
          value={span}
          onChange={(value) => setSpan(value ?? '7')}
        />
      </Group>
      <PagedTable
        list={entries}
        head={['When', 'Who', 'Did', 'To', 'What changed']}
        row={(entry) => <EntryRow key={entry.id} of={entry} />}
        empty={
          <NothingYet
            text="Nothing that fits. Each change that somebody makes is written down with what it changed, logins too; choose a longer time, or another action."
            curl={curl('GET', `/audit${writeSearch(action === '' ? {} : { action })}`)}
          />
        }
        minWidth={760}
      />
    </Section>
  );
}

function EntryRow({ of: entry }: { of: AuditEntry }) {
  const changes = changesOf(entry);
  return (
    <Table.Tr>
      <Table.Td>
        <When at={entry.created_at} />
      </Table.Td>
      <Table.Td>
        {entry.actor_name}
        {entry.address !== null && (
          <Text size="xs" c="dimmed">
            {entry.address}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <code>{entry.action}</code>
      </Table.Td>
      <Table.Td>
        {entry.target_kind} <code>{entry.target_id?.slice(-8)}</code>
      </Table.Td>
      <Table.Td maw={420}>
        {changes.map(({ field, before, after }) => (
          <Text key={field} size="xs" style={{ overflowWrap: 'anywhere' }}>
            <strong>{field}</strong>: {before !== undefined && <del>{before}</del>} {after}
          </Text>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}
