import type { Replay } from '../../../api/types';

type Counts = Pick<
  Replay,
  'matched' | 'at_least' | 'replayed' | 'skipped' | 'delivered' | 'dead' | 'cancelled' | 'pending'
>;
const ENDS = ['delivered', 'dead', 'cancelled', 'pending'] as const;

/** How much of a replay ended how, in percent of its events; what is missing to 100 was not begun. */
export type Shares = Record<(typeof ENDS)[number] | 'skipped', number>;

/** An event may have several deliveries: those that were made share what was replayed between them. */
export function sharesOf(replay: Counts): Shares {
  const { matched, replayed, skipped } = replay;
  const whole = Math.max(1, matched, replayed + skipped); // counting stops at a bound
  const made = Math.max(
    1,
    ENDS.reduce((sum, end) => sum + replay[end], 0),
  );
  const share = (count: number) => (100 * replayed * count) / (whole * made);
  return {
    delivered: share(replay.delivered),
    dead: share(replay.dead),
    cancelled: share(replay.cancelled),
    pending: share(replay.pending),
    skipped: (100 * skipped) / whole,
  };
}

/** The same in words: `12 of 40 events sent again: 10 delivered, 2 under way.` */
export function progressInWords(replay: Counts): string {
  const { matched, at_least, replayed, skipped } = replay;
  const count = (value: number) => value.toLocaleString('en');
  const ends = ENDS.filter((end) => replay[end] > 0).map(
    (end) => `${count(replay[end])} ${end === 'pending' ? 'under way' : end === 'dead' ? 'dead again' : end}`,
  );
  if (skipped > 0) ends.push(`${count(skipped)} left out`);
  const all = `${count(replayed)} of ${count(matched)}${at_least ? ' or more' : ''} ${matched === 1 ? 'event' : 'events'} sent again`;
  return `${all}${ends.length > 0 ? `: ${ends.join(', ')}` : ''}.`;
}

/** Whether it changes by itself: there are deliveries to be made or under way. */
export const isMoving = ({ state, pending }: Pick<Replay, 'state' | 'pending'>): boolean =>
  state === 'running' || pending > 0;
