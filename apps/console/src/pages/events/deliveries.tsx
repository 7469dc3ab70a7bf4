import { Stack } from '@mantine/core';
import type { EventWithDeliveries } from '../../api/types';
import type { FeedState } from '../../live/feed';
import { curl } from '../../ui/curl';
import { NothingYet } from '../../ui/nothing-yet';
import { Section } from '../../ui/section';
import { DeliveryCard } from './delivery-card';
import classes from './events.module.css';

interface Props {
  event: EventWithDeliveries;
  live: FeedState | 'paused';
  frozen: boolean;
}

/** Where the event went, try by try; the newest delivery on top. */
export function Deliveries({ event: { id, deliveries }, live, frozen }: Props) {
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
        <NothingYet
          text="It went nowhere: there was no destination for it when it fired. Give its trigger one, and replay the event."
          curl={curl('POST', `/events/${id}/replay`)}
        />
      )}
      <Stack gap="md">
        {deliveries.toReversed().map((delivery) => (
          <DeliveryCard key={delivery.id} delivery={delivery} frozen={frozen} />
        ))}
      </Stack>
    </Section>
  );
}
