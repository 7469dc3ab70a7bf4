import { Text } from '@mantine/core';
import type { Trigger } from '../../api/types';
import { When } from '../../ui/when';

type Scheduled = Pick<Trigger, 'cron' | 'timezone' | 'every' | 'schedule_time' | 'trigger_type'>;

/** A schedule as short as a cell of a table wants it. */
export function ScheduleBrief({
  of: { cron, timezone, every, schedule_time, trigger_type },
}: {
  of: Scheduled;
}) {
  if (cron !== null)
    return (
      <span title={`${cron} in ${timezone}`}>
        <Text span ff="monospace" size="xs">
          {cron}
        </Text>
        {timezone !== 'UTC' && (
          <Text span size="xs" c="dimmed">
            {' '}
            {timezone}
          </Text>
        )}
      </span>
    );
  if (every !== null) return `every ${every}`;
  if (schedule_time !== null)
    return (
      <>
        once, <When at={schedule_time} />
      </>
    );
  return (
    <Text span size="sm" c="dimmed">
      {trigger_type === 'api' ? 'by a call' : 'none'}
    </Text>
  );
}
