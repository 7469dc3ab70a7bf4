import { Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { Forecast } from '../../api/types';
import { When } from '../../ui/when';
import { firingsInWords } from './heat';
import { PeakText } from './peak-text';

const page = getRouteApi('/shell/calendar');
const MINUTE = 60_000;

/** What is known of the minute that was chosen: how much, and if it is a peak, whose. */
export function MinuteDetail({ of: { minutes, from, peaks } }: { of: Forecast }) {
  const { at } = page.useSearch();
  if (at === undefined) return null;
  const index = (Date.parse(at) - Date.parse(from)) / MINUTE;
  const firings = minutes[index];
  if (firings === undefined) return null;
  const peak = peaks.find(({ at: start }) => start === at);
  return (
    <Text size="sm" component="div" aria-live="polite">
      <strong>
        <When at={at} />
      </strong>
      : {firingsInWords(firings)}. {peak ? <PeakText of={peak} /> : 'It does not stand out.'}
    </Text>
  );
}
