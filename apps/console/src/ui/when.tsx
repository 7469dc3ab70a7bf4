import { Tooltip } from '@mantine/core';
import { useRef, useState } from 'react';
import { useViewerZone } from '../app/viewer-zone';
import { exactTime, relativeTime, shortTime } from './time';
import { useNow } from './use-now';
import classes from './when.module.css';

/**
 * A time in the viewer's zone: relative, with the exact one on hover and for who hears the page, or by the viewer's
 * choice exact for all. Null is `none` (–). There is a tooltip only while it shows: a table draws dozens of times anew
 * while one scrolls, and each tooltip takes several times as long as the rest of its row.
 */
export function When({ at, none = '–' }: { at: string | null | undefined; none?: string }) {
  const now = useNow();
  const { zone, exact } = useViewerZone();
  const time = useRef<HTMLTimeElement>(null);
  const [pointedAt, setPointedAt] = useState(false);
  if (at === null || at === undefined) return none;
  const whole = exactTime(at, zone);
  return (
    <>
      <time
        ref={time}
        dateTime={at}
        className={classes.time}
        onPointerEnter={() => setPointedAt(true)}
        onPointerLeave={() => setPointedAt(false)}
      >
        {exact ? shortTime(at, zone, now) : relativeTime(at, now)}
        <span className={classes.exact}> ({whole})</span>
      </time>
      {pointedAt && <Tooltip target={time} label={whole} opened />}
    </>
  );
}
