import { Alert, Group, Stack, Text } from '@mantine/core';
import { CalendarClock } from 'lucide-react';
import { $api } from '../../../api/client';
import type { Trigger } from '../../../api/types';
import { Failure } from '../../../ui/failure';
import { Section } from '../../../ui/section';
import { useNow } from '../../../ui/use-now';
import { When } from '../../../ui/when';
import { ScheduleBrief } from '../schedule-brief';
import { LOOKED_AHEAD } from '../looked-ahead';
import { Times } from '../times';

const COUNT = 5;
const RENEWAL_MS = 10_000;

/** When it fires: in words, and the next times. */
export function ScheduleSection({ of: trigger }: { of: Trigger }) {
  const { id, cron, every, schedule_time, timezone, start_at, end_at, max_runs, jitter } = trigger;
  const now = useNow();
  const hasSchedule = cron !== null || every !== null || schedule_time !== null;
  const bounds = { start_at, end_at, max_runs };
  const kind =
    cron === null
      ? every === null
        ? { schedule_time }
        : { every, ...bounds }
      : { cron, timezone, ...bounds };
  const words = $api.useQuery(
    'post',
    '/triggers/preview',
    { body: { ...kind, jitter, count: LOOKED_AHEAD } },
    { enabled: hasSchedule, staleTime: 60_000 },
  );
  // an empty plan: what stays is what comes next, counted from where the trigger stands
  const plan = $api.useQuery(
    'post',
    '/triggers/{id}/plan',
    { params: { path: { id } }, body: { patch: {}, count: 2 * COUNT } },
    { enabled: hasSchedule, refetchInterval: RENEWAL_MS },
  );
  if (!hasSchedule)
    return (
      <Section title="Schedule">
        <Text size="sm" c="dimmed">
          It has none: it fires when it is called, by its hook URL, or by hand.
        </Text>
      </Section>
    );
  const isStill = !trigger.enabled || trigger.archived;
  const next = (plan.data?.kept ?? []).filter((at) => Date.parse(at) > now).slice(0, COUNT);
  const isDue = trigger.next_fire_at !== null && Date.parse(trigger.next_fire_at) <= now;
  return (
    <Section title="Schedule">
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          {words.data ? `${capitalised(words.data.description)}.` : <ScheduleBrief of={trigger} />}
        </Text>
        {isStill && (
          <Alert p="xs" color="yellow">
            {trigger.archived ? 'It is archived' : 'It is paused'}: none of this happens
            {schedule_time === null && ', and what falls meanwhile is gone'}.
          </Alert>
        )}
        {!isStill && trigger.next_fire_at !== null && (
          <Text size="sm">
            {isDue ? 'Is due ' : 'Fires next '}
            <When at={trigger.next_fire_at} />
            {jitter !== null && `, jitter of up to ${jitter} included`}.
          </Text>
        )}
        {plan.isSuccess && next.length === 0 && trigger.next_fire_at === null && (
          <Text size="sm" c="dimmed">
            Nothing is ahead of it.
          </Text>
        )}
        <Failure of={plan.error} />
        <Times of={next} zone={cron === null ? undefined : timezone} label="Next firings" />
        {cron !== null &&
          words.data?.notes.map((note) => (
            <Alert key={note} p="xs" color="yellow" icon={<CalendarClock size={16} />}>
              {note}
            </Alert>
          ))}
        <Group gap="lg">
          <Bound name="Not before" at={start_at} />
          <Bound name="Not from then on" at={end_at} />
        </Group>
      </Stack>
    </Section>
  );
}

function Bound({ name, at }: { name: string; at: string | null }) {
  if (at === null) return null;
  return (
    <Text size="xs" c="dimmed">
      {name}: <When at={at} />
    </Text>
  );
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
