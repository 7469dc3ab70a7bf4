import type { RefObject } from 'react';
import classes from './shell.module.css';

/** The first stop of the Tab key: past the navigation. */
export function SkipLink({ to }: { to: RefObject<HTMLElement | null> }) {
  return (
    <button type="button" className={classes.skip} onClick={() => to.current?.focus()}>
      Skip to the page
    </button>
  );
}
