import { List, Text } from '@mantine/core';
import { useViewerZone } from '../../app/viewer-zone';
import { exactTime } from '../../ui/time';
import { When } from '../../ui/when';

interface Props {
  of: string[];
  /** Shown beside the viewer's own when it is another one. */
  zone: string | undefined;
  label: string;
}

/** Instants ahead, one below the other. */
export function Times({ of: times, zone, label }: Props) {
  if (times.length === 0) return null;
  return (
    <List aria-label={label} size="sm" spacing={2} listStyleType="none" withPadding={false}>
      {times.map((at) => (
        <List.Item key={at}>
          <InBothZones at={at} zone={zone} />
        </List.Item>
      ))}
    </List>
  );
}

/** A time ahead: exact in the viewer's zone, how far off, and exact in the trigger's zone where that is another. */
export function InBothZones({ at, zone }: { at: string; zone: string | undefined }) {
  const viewer = useViewerZone();
  return (
    <>
      {exactTime(at, viewer.zone)}{' '}
      <Text span size="xs" c="dimmed">
        <When at={at} />
        {zone !== undefined && zone !== viewer.zone && ` · ${exactTime(at, zone)}`}
      </Text>
    </>
  );
}
