import { Stack, Text } from '@mantine/core';
import type { Forecast } from '../../api/types';
import { useViewerZone } from '../../app/viewer-zone';
import { Section } from '../../ui/section';
import { firingsInWords } from './heat';
import { peakGroups } from './peak-groups';
import { PeakText } from './peak-text';

const SHOWN = 8;

/** The minutes that stand out, with what would thin them out. */
export function Peaks({ of: { peaks } }: { of: Forecast }) {
  const { zone } = useViewerZone();
  if (peaks.length === 0) return null;
  const clock = (at: string) =>
    new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone });
  return (
    <Section title="Peaks">
      <Text size="sm" c="dimmed" mb="sm">
        Minutes with far more firings than is usual. A jitter spreads them without changing what they are
        named after.
      </Text>
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {peakGroups(peaks).map(({ highest, times }) => (
          <li key={highest.at}>
            <Text size="sm" fw={650}>
              {firingsInWords(highest.firings)} at {times.slice(0, SHOWN).map(clock).join(', ')}
              {times.length > SHOWN && ` and ${times.length - SHOWN} times more`}
              <Text span c="dimmed" fw={400} inherit>
                {' '}
                (usual: {Math.round(highest.usual).toLocaleString('en')} a minute)
              </Text>
            </Text>
            <Text size="sm">
              <PeakText of={highest} />
            </Text>
          </li>
        ))}
      </Stack>
    </Section>
  );
}
