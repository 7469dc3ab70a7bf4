import type { RateLimit } from '../destinations/rate-limit.js';
import type { Circuit } from './circuit.js';
import { allowance, type RateUse } from './rate-window.js';

/** Of one direct destination, this many may be with the queue. */
export const CREDIT = 1000;

/** What decides how many deliveries of a destination may be handed over. */
export interface Lane extends Circuit {
  id: string;
  enabled: boolean;
  max_in_flight: number;
  rate_limit: RateLimit | null;
  rate_used: RateUse[];
  congested: boolean;
}

/** A lane with what is in it. Both counts end where more would make no difference. */
export interface CountedLane extends Lane {
  /** Queued, with a lease that lasts: of active and of archived events. */
  in_flight: number;
  /** Of those that the turn is about: of active or of archived events. */
  waiting: number;
  /** Whether some of the others wait. */
  waits_elsewhere: boolean;
}

/** Whether its deliveries wait for the dispatcher. `workers` is how many deliver. */
export function isMetered(
  lane: Pick<Lane, 'enabled' | 'rate_limit' | 'congested' | 'circuit_state' | 'max_in_flight'>,
  workers: number,
): boolean {
  return (
    !lane.enabled ||
    lane.rate_limit !== null ||
    lane.congested ||
    lane.circuit_state !== 'closed' ||
    lane.max_in_flight < workers
  );
}

/** How many may be handed over now; of a circuit that is to be probed, one. */
export function roomOf(lane: CountedLane, workers: number, now: Date): number {
  const free = Math.min(windowOf(lane, workers, now) - lane.in_flight, lane.waiting);
  const allowed = lane.rate_limit ? allowance(lane.rate_limit, lane.rate_used, now.getTime()) : Infinity;
  return Math.max(0, Math.min(free, allowed));
}

/** Whether an open circuit has waited long enough. */
export function isToBeProbed({ circuit_state, circuit_until }: Circuit, now: Date): boolean {
  return circuit_state === 'open' && (circuit_until === null || circuit_until <= now);
}

/** Deals `most` out in rounds: every lane gets one before any gets a second. In the order of `rooms`. */
export function shares(rooms: number[], most: number): number[] {
  const dealt = rooms.map(() => 0);
  let left = most;
  for (let open = indexesOf(rooms, dealt); left > 0 && open.length > 0; open = indexesOf(rooms, dealt)) {
    const each = Math.max(1, Math.floor(left / open.length));
    for (const index of open) {
      const share = Math.min(each, rooms[index]! - dealt[index]!, left);
      dealt[index]! += share;
      left -= share;
    }
  }
  return dealt;
}

function indexesOf(rooms: number[], dealt: number[]): number[] {
  return rooms.flatMap((room, index) => (dealt[index]! < room ? [index] : []));
}

function windowOf(lane: CountedLane, workers: number, now: Date): number {
  if (!lane.enabled) return 0;
  switch (lane.circuit_state) {
    case 'open':
      return isToBeProbed(lane, now) ? 1 : 0;
    case 'half_open':
      return Math.min(lane.max_in_flight, 1 + lane.circuit_passed);
    default:
      return isMetered(lane, workers) ? lane.max_in_flight : CREDIT;
  }
}
