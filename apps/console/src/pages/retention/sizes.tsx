import { Progress, Stack, Text } from '@mantine/core';
import { $api } from '../../api/client';
import { Facts } from '../../ui/facts';
import { Failure } from '../../ui/failure';
import { Loading } from '../../ui/loading';
import { Section } from '../../ui/section';
import { When } from '../../ui/when';
import { eventsInWords } from './events-in-words';

interface Place {
  events: number;
  bytes: number;
  estimated: boolean;
}

/** How much there is, active and archived, and when space comes free. */
export function Sizes() {
  const stats = $api.useQuery('get', '/retention/stats', {}, { refetchInterval: 15_000 });
  return (
    <Section title="What there is">
      <Failure of={stats.error} />
      {stats.isPending && <Loading of="the sizes" height={180} />}
      {stats.data && (
        <Stack gap="md">
          <Bars active={stats.data.active} archived={stats.data.archived} />
          <Facts
            of={{
              'oldest active': <When at={stats.data.oldest_active} />,
              'oldest archived': <When at={stats.data.oldest_archived} />,
              'next slice dropped': <When at={stats.data.next_drop} none="none by itself" />,
            }}
          />
        </Stack>
      )}
    </Section>
  );
}

function Bars(places: Record<'active' | 'archived', Place>) {
  const whole = Math.max(1, places.active.bytes + places.archived.bytes);
  return (
    <Stack gap="xs">
      {(['active', 'archived'] as const).map((name) => {
        const words = eventsInWords(places[name]);
        return (
          <div key={name}>
            <Text size="sm">
              <strong>{name}</strong>: {words}
            </Text>
            <Progress
              size="lg"
              value={(100 * places[name].bytes) / whole}
              color={name === 'active' ? 'indigo' : 'gray.6'}
              aria-label={`${name}: ${words}`}
            />
          </div>
        );
      })}
    </Stack>
  );
}
