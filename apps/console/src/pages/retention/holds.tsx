import { Button, Group, Stack, Text } from '@mantine/core';
import { answerOf, client } from '../../api/client';
import type { Event } from '../../api/types';
import { useMay } from '../../app/me';
import { curl } from '../../ui/curl';
import { Listed } from '../../ui/listed';
import { NothingYet } from '../../ui/nothing-yet';
import { Section } from '../../ui/section';
import { TextLink } from '../../ui/text-link';
import { useAct } from '../../ui/use-act';
import { usePages } from '../../ui/use-pages';
import { When } from '../../ui/when';

/** Events that somebody keeps whatever the policy says. */
export function Holds() {
  const held = usePages(['get', '/events', 'held'], (cursor, signal) =>
    answerOf(
      client.GET('/events', {
        params: { query: { hold: 'true', archived: 'all', limit: 20, cursor } },
        signal,
      }),
    ),
  );
  return (
    <Section title="On hold">
      <Listed
        of={held}
        empty={
          <NothingYet
            text="None. An event’s page has a button that keeps it, whatever the policy says."
            curl={curl('PATCH', '/events/<id>', { hold: true })}
          />
        }
      >
        <Stack gap={6}>
          {held.rows.map((event) => (
            <Held key={event.id} event={event} />
          ))}
        </Stack>
        {held.hasNextPage && (
          <Button variant="default" size="xs" mt="sm" loading={held.isFetchingNextPage} onClick={held.more}>
            Earlier ones
          </Button>
        )}
      </Listed>
    </Section>
  );
}

function Held({ event: { id, trigger_name, source, fired_at } }: { event: Event }) {
  const may = useMay('manage');
  const release = useAct(
    () => answerOf(client.PATCH('/events/{id}', { params: { path: { id } }, body: { hold: false } })),
    { done: 'It lives by its policy again.', changes: ['/events', '/retention'] },
  );
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm" truncate>
        <TextLink to="/events/$id" params={{ id }}>
          {trigger_name ?? source}
        </TextLink>{' '}
        <When at={fired_at} />
      </Text>
      <Button
        size="compact-xs"
        variant="default"
        disabled={!may}
        loading={release.isPending}
        onClick={() => release.mutate(undefined)}
        aria-label={`Release the event of ${trigger_name ?? source}`}
      >
        Release
      </Button>
    </Group>
  );
}
