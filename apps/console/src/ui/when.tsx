import { Tooltip } from '@mantine/core';
import { useViewerZone } from '../app/viewer-zone';
import { exactTime, relativeTime, shortTime } from './time';
import { useNow } from './use-now';
import classes from './when.module.css';

/**
 * A time in the viewer's zone: relative, with the exact one on hover and for who hears the page, or by the viewer's
 * choice exact for all. Null is `none` (–).
 */
export function When({ at, none = '–' }: { at: string | null | undefined; none?: string }) {
  const now = useNow();
  const { zone, exact } = useViewerZone();
  if (at === null || at === undefined) return none;
  const whole = exactTime(at, zone);
  return (
    <Tooltip label={whole} events={{ hover: true, focus: true, touch: true }}>
      <time dateTime={at} className={classes.time}>
        {exact ? shortTime(at, zone, now) : relativeTime(at, now)}
        <span className={classes.exact}> ({whole})</span>
      </time>
    </Tooltip>
  );
}
