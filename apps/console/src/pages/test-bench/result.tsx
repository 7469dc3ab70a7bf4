import { Group, List, Loader, Stack, Text } from '@mantine/core';
import { $api } from '../../api/client';
import { useViewerZone } from '../../app/viewer-zone';
import { CodeBlock } from '../../ui/code-block';
import { Failure } from '../../ui/failure';
import { Loading } from '../../ui/loading';
import { Section } from '../../ui/section';
import { Status } from '../../ui/status';
import { TextLink } from '../../ui/text-link';
import { clockTime } from '../../ui/time';
import { DeliverySteps } from './delivery-steps';

const RENEWAL_MS = 3_000;

/** What has become of a test so far. The feed has it read anew; should that be away, so does a clock. */
export function Result({ id, waiting }: { id: string | undefined; waiting: boolean }) {
  const { zone } = useViewerZone();
  const event = $api.useQuery(
    'get',
    '/events/{id}',
    { params: { path: { id: id ?? '' } } },
    {
      enabled: id !== undefined,
      refetchInterval: ({ state }) => state.data?.status === 'pending' && RENEWAL_MS,
    },
  );
  if (waiting)
    return (
      <Section title="What happens">
        <Group gap="xs" aria-live="polite">
          <Loader size="xs" /> <Text size="sm">Sent to the api; not committed yet …</Text>
        </Group>
      </Section>
    );
  if (id === undefined) return <Nothing />;
  return (
    <Section title="What happens" actions={event.data && <Status of={event.data.status} />}>
      <Failure of={event.error} />
      {event.isPending && <Loading of="the test" height={200} />}
      {event.data && (
        <Stack gap="md">
          <Text size="sm" aria-live="polite">
            Accepted and committed at {clockTime(event.data.fired_at, zone)} as{' '}
            <TextLink to="/events/$id" params={{ id }} underline="always">
              its event
            </TextLink>
            . {ends(event.data.status)}
          </Text>
          {event.data.deliveries.map((delivery) => (
            <DeliverySteps key={delivery.id} delivery={delivery} />
          ))}
        </Stack>
      )}
    </Section>
  );
}

const ENDS: Record<string, string> = {
  recorded: 'It has no destination, so nothing is sent.',
  pending: 'Its deliveries are under way.',
  delivered: 'Every delivery has arrived.',
  dead: 'A delivery is dead: nobody tries it again by itself.',
  cancelled: 'Its deliveries were given up.',
};
const ends = (status: string): string => ENDS[status] ?? '';

function Nothing() {
  return (
    <Section title="What happens">
      <Text size="sm" mb="xs">
        Send a test, and its steps appear here as they happen: committed, sent with every header and the
        signature, answered, delivered or tried again.
      </Text>
      <Text size="sm" mb={4}>
        No receiver at hand?
      </Text>
      <List size="sm" spacing={4} mb="sm">
        <List.Item>
          <code>npm run receiver</code> in a second terminal listens on <code>http://localhost:9000</code>,
          verifies signatures and prints what comes.
        </List.Item>
        <List.Item>It also plays a failing one, and is taught a secret while it runs:</List.Item>
      </List>
      <CodeBlock
        label="In a terminal"
        code={'npm run receiver -- --status 500\ncurl localhost:9000/secret -d whsec_…'}
      />
    </Section>
  );
}
