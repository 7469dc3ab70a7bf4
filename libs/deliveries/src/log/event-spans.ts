import { uuidV7Floor, uuidV7Time } from '@app/clock';
import type { EventFilter } from './event-filter.js';

/** Ids of events: before one, and from another on if there is one. */
export interface Span {
  before: string;
  from?: string;
}

/** As much as a few slices of most classes hold. */
const NEWEST_MS = 6 * 3_600_000;

/**
 * What a page is looked for in, one after another, of all that a list goes through. PostgreSQL plans for each slice that an id may lie
 * in, which takes longer than finding a page does. So where there are slices the newest few come first.
 */
export function spansOf({ before, from: oldest }: Span, archived: EventFilter['archived']): Span[] {
  const rest = oldest !== undefined && { from: oldest };
  const from = uuidV7Floor(Math.max(0, uuidV7Time(before) - NEWEST_MS));
  if (archived === 'false' || (oldest !== undefined && oldest >= from)) return [{ before, ...rest }];
  return [
    { before, from },
    { before: from, ...rest },
  ];
}
