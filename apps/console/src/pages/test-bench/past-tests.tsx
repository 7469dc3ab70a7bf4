import { Group, List, Text } from '@mantine/core';
import { $api } from '../../api/client';
import { Section } from '../../ui/section';
import { Status } from '../../ui/status';
import { TextLink } from '../../ui/text-link';
import { When } from '../../ui/when';
import type { PastTest } from './use-past-tests';

/** What was tried in this tab, to be looked at again. Nothing before the first one. */
export function PastTests({ tests, shown }: { tests: PastTest[]; shown: string | undefined }) {
  if (tests.length === 0) return null;
  return (
    <Section title="Tests of this tab">
      <List listStyleType="none" spacing={4} fz="sm">
        {tests.map((test) => (
          <List.Item
            key={test.id}
            styles={{ itemWrapper: { display: 'block' }, itemLabel: { display: 'block' } }}
          >
            <OneTest test={test} isShown={test.id === shown} />
          </List.Item>
        ))}
      </List>
      <Text size="xs" c="dimmed" mt="xs">
        Events of tests are deleted after a while, and their entries lead nowhere then.
      </Text>
    </Section>
  );
}

function OneTest({ test: { id, name }, isShown }: { test: PastTest; isShown: boolean }) {
  const event = $api.useQuery('get', '/events/{id}', { params: { path: { id } } }, { retry: false });
  return (
    <Group gap="xs" wrap="nowrap" justify="space-between">
      <TextLink
        from="/test-bench"
        to="/test-bench"
        search={(before) => ({ ...before, test: id })}
        aria-current={isShown || undefined}
        fw={isShown ? 600 : 400}
        truncate
      >
        {name}
      </TextLink>
      <Group gap="xs" wrap="nowrap">
        {event.data && <Status of={event.data.status} />}
        <Text span size="xs" c="dimmed">
          {event.isError ? 'gone' : <When at={event.data?.fired_at} />}
        </Text>
      </Group>
    </Group>
  );
}
