import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database } from '@app/database';
import { DeliveryQueue } from '../queueing/delivery-queue.js';
import type { DeliveryRef } from '../recording/firing.js';
import { closedCircuit, halfOpened } from './circuit.js';
import { isMetered, isToBeProbed, roomOf, shares, type CountedLane } from './lane.js';
import type { Place } from './lane-statements.js';
import { LaneViewRepository } from './lane-view.repository.js';
import { LanesRepository, type LaneRow } from './lanes.repository.js';
import { Lanes } from './lanes.js';
import { msUntilAllowed, withUse } from './rate-window.js';

/** What a turn came to. */
export interface Dispatched {
  handedOver: number;
  queueAway: boolean;
  /** Lanes in which something still waits. */
  waiting: Set<string>;
  /** Milliseconds until a rate limit or a circuit allows more; null when none is in the way. */
  nextIn: number | null;
}

const LIMIT = 1000;
/** Longer than there is between two looks at the archive, and than what is under way takes. */
const ARCHIVED_TTL_MS = 60_000;

/** Hands over to the queue what waits in lanes, to each destination as much as it may have now. */
@Injectable()
export class Dispatcher {
  /** Lanes in which, when last looked, something of an archived event waited or was under way. */
  private readonly archived = new LRUCache<string, true>({ max: 10_000, ttl: ARCHIVED_TTL_MS });

  constructor(
    private readonly repository: LanesRepository,
    private readonly view: LaneViewRepository,
    private readonly lanes: Lanes,
    private readonly database: Database,
    private readonly queue: DeliveryQueue,
  ) {}

  /** One bounded turn over all lanes; safe in any number of processes. Nothing is claimed while the queue is away. */
  async runOnce(place: Place): Promise<Dispatched> {
    const nonEmpty = await this.repository.nonEmpty(place);
    const orphans = nonEmpty.filter(({ present }) => !present).map(({ id }) => id);
    if (orphans.length > 0) await this.repository.cancelOrphans(place, orphans, LIMIT);
    const troubled = place === 'active' ? await this.repository.troubled() : [];
    const present = nonEmpty.filter(({ present }) => present).map(({ id }) => id);
    const ids = [...new Set([...present, ...(place === 'active' ? troubled : this.archived.keys())])];
    if (place === 'archived') for (const id of present) this.archived.set(id, true);
    const idle: Dispatched = { handedOver: 0, queueAway: false, waiting: new Set(), nextIn: null };
    if (ids.length === 0) return idle;
    if (!(await this.queueAnswers())) return { ...idle, queueAway: true };
    const { refs, rows } = await this.database.transaction(async (manager) => {
      const locked = await this.repository.lock(ids, manager);
      const counted = await this.count(place, locked, manager);
      await this.parkDisabled(place, counted, manager);
      const claimed = await this.claim(place, counted, manager);
      const counts = countsOf(claimed.map(({ destination_id }) => destination_id));
      const changed = counted.flatMap((row) => this.settled(row, counts.get(row.id) ?? 0) ?? []);
      await this.repository.save(changed, manager);
      if (
        changed.some((lane) => lane.circuit_state === 'closed' && !lane.congested && lane.rate_limit === null)
      )
        await this.view.tell(manager);
      const after = new Map(changed.map((lane) => [lane.id, lane]));
      return { refs: claimed, rows: counted.map((row) => ({ ...row, ...after.get(row.id) })) };
    });
    const metered = new Set(rows.filter((row) => isMetered(row, this.lanes.workers)).map(({ id }) => id));
    const arrived =
      refs.length === 0 ||
      (await this.queue.tryHandOver(refs.map((ref) => toRef(ref, metered.has(ref.destination_id)))));
    return {
      handedOver: arrived ? refs.length : 0,
      queueAway: !arrived,
      waiting: new Set(nonEmpty.map(({ id }) => id)),
      nextIn: nextIn(rows),
    };
  }

  private async queueAnswers(): Promise<boolean> {
    return this.queue.ping().then(
      () => true,
      () => false,
    );
  }

  private async count(place: Place, ids: string[], manager: Manager): Promise<LaneRow[]> {
    const upTo = place === 'archived' || ids.some((id) => this.archived.has(id)) ? 'archived' : 'active';
    const rows = await this.repository.count(place, upTo, ids, this.lanes.workers, manager);
    for (const { id, has_archived } of rows)
      if (has_archived) this.archived.set(id, true);
      else this.archived.delete(id);
    return rows;
  }

  private async parkDisabled(place: Place, rows: LaneRow[], manager: Manager): Promise<void> {
    const off = rows.filter(({ enabled, waiting }) => !enabled && waiting > 0).map(({ id }) => id);
    if (off.length > 0) await this.repository.park(place, off, LIMIT, manager);
  }

  private async claim(place: Place, rows: LaneRow[], manager: Manager) {
    const rooms = rows.map((row) => roomOf(row, this.lanes.workers, row.now));
    const dealt = shares(rooms, LIMIT);
    const open = rows.flatMap(({ id }, index) => (dealt[index]! > 0 ? [{ id, share: dealt[index]! }] : []));
    return open.length > 0 ? this.repository.claim(place, open, manager) : [];
  }

  /** What dispatching makes of a lane; undefined when that is nothing. */
  private settled({ now, ...lane }: LaneRow, claimed: number): CountedLane | undefined {
    const changes: Partial<CountedLane>[] = [];
    if (claimed > 0 && lane.rate_limit)
      changes.push({ rate_used: withUse(lane.rate_limit, lane.rate_used, now.getTime(), claimed) });
    if (claimed > 0 && isToBeProbed(lane, now)) changes.push(halfOpened(lane, now));
    const isEmpty = lane.waiting === 0 && lane.in_flight === 0 && !lane.waits_elsewhere;
    if (isEmpty && lane.congested) changes.push({ congested: false });
    if (isEmpty && lane.circuit_state === 'half_open' && lane.circuit_passed > 0)
      changes.push(closedCircuit(now));
    return changes.length > 0 ? Object.assign({}, lane, ...changes) : undefined;
  }
}

type Manager = Parameters<Parameters<Database['transaction']>[0]>[0];

function countsOf(ids: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function toRef({ bucket, event_id, id, dispatch }: DeliveryRef, granted: boolean): DeliveryRef {
  return { bucket, event_id, id, dispatch, ...(granted && { granted }) };
}

function nextIn(rows: LaneRow[]): number | null {
  const times = rows.flatMap(
    ({ now, enabled, waiting, circuit_state, circuit_until, rate_limit, rate_used }) => {
      if (!enabled || waiting === 0) return [];
      if (circuit_state === 'open') return [circuit_until ? circuit_until.getTime() - now.getTime() : 0];
      return rate_limit ? [msUntilAllowed(rate_limit, rate_used, now.getTime())].filter((ms) => ms > 0) : [];
    },
  );
  return times.length > 0 ? Math.min(...times) : null;
}
