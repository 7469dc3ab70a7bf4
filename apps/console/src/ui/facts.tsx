import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** What is known of a thing: names and values, side by side. Entries that are undefined are left out. */
export function Facts({ of: facts }: { of: Record<string, ReactNode> }) {
  return (
    <dl className={classes.facts}>
      {Object.entries(facts)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd>{value ?? '–'}</dd>
          </div>
        ))}
    </dl>
  );
}
