import { Badge, Group } from '@mantine/core';
import { useMay } from '../../app/me';
import type { Event } from '../../api/types';
import { Facts } from '../../ui/facts';
import { labelTexts } from '../../ui/labels';
import { TextLink } from '../../ui/text-link';
import { duration } from '../../ui/time';
import { When } from '../../ui/when';
import { LabelsDialog } from './labels-dialog';
import classes from './events.module.css';

/** @param frozen the event is gone: nothing of it can be changed */
export function EventFacts({ event, frozen }: { event: Event; frozen: boolean }) {
  const manage = useMay('manage');
  const { trigger_id, trigger_name, scheduled_for, replay_of, archive_at, archived, expires_at, hold } =
    event;
  return (
    <Facts
      of={{
        Trigger: trigger_id ? (
          <>
            <TextLink to="/triggers/$id" params={{ id: trigger_id }} inherit>
              {trigger_name ?? trigger_id}
            </TextLink>
            {event.trigger_type && ` · ${event.trigger_type}`}
          </>
        ) : (
          (trigger_name ?? 'none')
        ),
        Source: event.source,
        Fired: <When at={event.fired_at} />,
        'Scheduled for': scheduled_for ? <When at={scheduled_for} /> : undefined,
        Lag: event.lag_ms === null ? undefined : duration(event.lag_ms),
        'Replay of': replay_of ? (
          <>
            <TextLink to="/events/$id" params={{ id: replay_of }} inherit>
              {replay_of}
            </TextLink>{' '}
            <TextLink to="/events/compare" search={{ a: replay_of, b: event.id }} size="sm">
              (compare)
            </TextLink>
          </>
        ) : undefined,
        Labels: (
          <Group gap={6}>
            {labelTexts(event.labels).map((label) => (
              <TextLink key={label} to="/events" search={{ label }} title="Events with this label">
                <Badge variant="light" color="gray" tt="none" className={classes.label}>
                  {label}
                </Badge>
              </TextLink>
            ))}
            {Object.keys(event.labels).length === 0 && '–'}
            {manage && !frozen && <LabelsDialog event={event} />}
          </Group>
        ),
        Kept: hold ? 'on hold: until it is released' : archived ? 'in the archive' : 'active',
        'To be archived': archived ? undefined : <When at={archive_at} none="never" />,
        'To be deleted': <When at={expires_at} none="never" />,
      }}
    />
  );
}
