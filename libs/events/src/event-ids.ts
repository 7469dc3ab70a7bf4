import { uuidV7Floor } from '@app/clock';

/** An event's id is made a little before it is fired, by a clock that may be a little off. */
const SLACK_MS = 5 * 60_000;
/** However wrong the clock is that `now` was read from. */
const AHEAD_MS = 3_600_000;

/** An id before that of any event fired at `since` or later (ms since the epoch). */
export function idSince(since: number): string {
  return uuidV7Floor(Math.max(0, since - SLACK_MS));
}

/** An id after that of any event fired before `until` (ms since the epoch). */
export function idUntil(until: number): string {
  return uuidV7Floor(until + SLACK_MS);
}

/** An id after that of any event there is (`now` in ms since the epoch): PostgreSQL need not plan for tomorrow's slices. */
export function idAhead(now: number): string {
  return uuidV7Floor(now + AHEAD_MS);
}
