import { useViewerZone } from '../../app/viewer-zone';
import type { ComingFiring } from '../../api/types';
import { TextLink } from '../../ui/text-link';
import { exactTime } from '../../ui/time';
import { useNow } from '../../ui/use-now';
import { When } from '../../ui/when';
import { ScheduleBrief } from '../triggers/schedule-brief';
import { delayInWords } from './delay';

/** When it fires, in the viewer's zone; on hover in that of its trigger, and what it was planned for. */
export function FiresAt({ of, show }: { of: ComingFiring; show: (at: string, zone: string) => string }) {
  const { zone } = useViewerZone();
  const theirs = of.timezone ?? zone;
  const planned =
    of.fires_at === of.scheduled_for ? '' : `, planned for ${exactTime(of.scheduled_for, theirs)}`;
  return (
    <time dateTime={of.fires_at} title={exactTime(of.fires_at, theirs) + planned}>
      {show(of.fires_at, zone)}
    </time>
  );
}

/** How far off it is. What is past and still listed waits for a worker. */
export function FiresIn({ of: { fires_at } }: { of: ComingFiring }) {
  const isDue = Date.parse(fires_at) < useNow();
  return isDue ? 'due' : <When at={fires_at} />;
}

export function FiringTrigger({
  of: { trigger_id, trigger_name },
  inRow,
}: {
  of: ComingFiring;
  inRow: boolean;
}) {
  return (
    <TextLink
      to="/triggers/$id"
      params={{ id: trigger_id }}
      title={trigger_name}
      fz={13.5}
      {...(inRow && { tabIndex: -1 })}
    >
      {trigger_name}
    </TextLink>
  );
}

export function FiringSchedule({ of: { cron, timezone, every, scheduled_for } }: { of: ComingFiring }) {
  const schedule_time = cron === null && every === null ? scheduled_for : null;
  return (
    <ScheduleBrief
      of={{ cron, timezone: timezone ?? 'UTC', every, schedule_time, trigger_type: 'scheduled' }}
    />
  );
}

export function FiringDelay({ of }: { of: ComingFiring }) {
  return delayInWords(of);
}
