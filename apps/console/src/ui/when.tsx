import { Tooltip } from '@mantine/core';
import { useViewerZone } from '../app/viewer-zone';
import { exactTime, relativeTime } from './time';
import { useNow } from './use-now';

/** A time: relative, the exact one in the viewer's zone on hover and for machines; null is `none` (–). */
export function When({ at, none = '–' }: { at: string | null | undefined; none?: string }) {
  const now = useNow();
  const { zone } = useViewerZone();
  if (at === null || at === undefined) return none;
  const exact = exactTime(at, zone);
  return (
    <Tooltip label={exact}>
      <time dateTime={at} title={exact}>
        {relativeTime(at, now)}
      </time>
    </Tooltip>
  );
}
