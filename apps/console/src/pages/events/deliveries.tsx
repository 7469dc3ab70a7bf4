import { Stack, Text } from '@mantine/core';
import type { EventWithDeliveries } from '../../api/types';
import type { FeedState } from '../../live/feed';
import { Section } from '../../ui/section';
import { DeliveryCard } from './delivery-card';
import classes from './events.module.css';

interface Props {
  event: EventWithDeliveries;
  live: FeedState | 'paused';
  frozen: boolean;
}

/** Where the event went, try by try; the newest delivery on top. */
export function Deliveries({ event: { deliveries }, live, frozen }: Props) {
  return (
    <Section
      title="Deliveries"
      actions={
        !frozen && (
          <output className={classes.state}>
            <span className={classes.dot} data-state={live} aria-hidden />
            {live === 'live' ? 'Live' : live === 'away' ? 'The feed is away: coming back' : 'Connecting…'}
          </output>
        )
      }
    >
      {deliveries.length === 0 && (
        <Text size="sm" c="dimmed">
          It went nowhere: its trigger had no destination when it fired. Give the trigger one, and replay the
          event.
        </Text>
      )}
      <Stack gap="md">
        {deliveries.toReversed().map((delivery) => (
          <DeliveryCard key={delivery.id} delivery={delivery} frozen={frozen} />
        ))}
      </Stack>
    </Section>
  );
}
