import { Stack, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { Forecast } from '../../api/types';
import { useViewerZone } from '../../app/viewer-zone';
import { exactTime } from '../../ui/time';
import { firingsInWords, minuteOf } from './heat';
import { MinuteFirings } from './minute-firings';
import { PeakText } from './peak-text';

const page = getRouteApi('/shell/calendar');

/** The minute that was chosen: how much fires in it, which triggers these are, and if it is a peak, why. */
export function MinuteDetail({ of: { minutes, from, peaks } }: { of: Forecast }) {
  const { zone } = useViewerZone();
  const { at } = page.useSearch();
  const minute = at === undefined ? undefined : minuteOf(at, from);
  if (minute === undefined)
    return (
      <Text size="sm" c="dimmed">
        Choose a minute, by a click or with the arrow keys and Enter, to see which triggers fire in it.
      </Text>
    );
  const firings = minutes[minute.index];
  if (firings === undefined)
    return (
      <Text size="sm" role="status">
        <strong>{exactTime(minute.at, zone)}</strong>{' '}
        {minute.index < 0
          ? 'is past: what became of it is told below, under “Why didn’t it fire?”.'
          : 'is more than 24 hours ahead, which is as far as the forecast goes.'}
      </Text>
    );
  const peak = peaks.find(({ at: start }) => start === minute.at);
  return (
    <Stack gap="xs">
      <Text size="sm" component="div" aria-live="polite">
        <strong>{exactTime(minute.at, zone)}</strong>: {firingsInWords(firings)}.{' '}
        {peak && <PeakText of={peak} />}
      </Text>
      <MinuteFirings minute={minute.at} expected={firings} />
    </Stack>
  );
}
