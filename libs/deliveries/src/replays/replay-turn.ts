import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { durationMs } from '@app/clock';
import { msUntilTokens, tokensAfter } from './budget.js';
import type { Matching } from './matching-query.js';
import { MatchingRepository } from './matching.repository.js';
import type { Walk } from './replay.js';
import { replayDeliveryId, replayMessageId } from './replay-ids.js';
import { ReplayTurnsRepository } from './replay-turns.repository.js';
import { type DueReplay, type TurnEnd } from './replay-turns.repository.js';
import { take, type Allowance, type Pick, type Taken } from './take.js';

/** Deliveries of one replay that may be open at one destination: its share, whatever its budget. */
const OPEN_AT_ONCE = 10;
const PAGE = 250;
/** Until a full destination may have room again: soon if it had some, else not quite so soon. */
const FULL_MS = 200;
const STILL_FULL_MS = 500;

type Stop = Taken['stopped'] | 'end' | 'limit';

/** What the parts of a turn share. */
interface Turn {
  replay: DueReplay;
  matching: Matching;
  walks: Walk[];
  allowance: Allowance;
  open: Map<string, number>;
  /** Destinations whose slots are known; of these, who has none is gone or turned off. */
  lookedUp: Set<string>;
  /** Events that may still be looked at. */
  left: number;
  made: number;
  replayed: number;
  skipped: number;
}

/** What a worker does with a replay at a time: it goes on with each of its walks, the one furthest behind first. */
@Injectable()
export class ReplayTurn {
  constructor(
    private readonly matching: MatchingRepository,
    private readonly turns: ReplayTurnsRepository,
  ) {}

  /** Within the transaction that holds the replay. */
  async run(replay: DueReplay, limit: number, manager: EntityManager): Promise<TurnEnd & { made: number }> {
    const budget = { max: replay.rate_max, perMs: durationMs(replay.rate_per) };
    const { id: replay_id, project_id, at, filter, destination_ids } = replay;
    const turn: Turn = {
      replay,
      matching: { project_id, replay_id, at, filter, destination_ids },
      walks: replay.walks.map((walk) => ({ ...walk })),
      allowance: { tokens: tokensAfter(budget, replay.tokens, replay.elapsed_ms), slots: new Map() },
      open: await this.turns.open(replay_id, manager),
      lookedUp: new Set(),
      left: limit,
      made: 0,
      replayed: 0,
      skipped: 0,
    };
    const stops: Stop[] = [];
    for (const walk of turn.walks.filter(({ done }) => !done).sort(furthestBehindFirst))
      stops.push(await this.goOn(walk, turn, manager));
    const { allowance, walks, made, replayed, skipped } = turn;
    const { tokens } = allowance;
    const mayGoOn = stops.some((stop) => stop === 'limit' || stop === 'budget');
    const room = made > 0 ? FULL_MS : STILL_FULL_MS;
    // what has come to its end waits for no budget
    const isOver = walks.every(({ done }) => done);
    const dueInMs = isOver ? 0 : mayGoOn ? msUntilTokens(budget, tokens) : room;
    return { tokens, walks, made, replayed, skipped, dueInMs };
  }

  private async goOn(walk: Walk, turn: Turn, manager: EntityManager): Promise<Stop> {
    if (walk.destination_id !== null) {
      const room = await this.roomAt(walk.destination_id, turn, manager);
      // gone or turned off: what is left for it is skipped
      if (room === undefined) walk.done = true;
      if (room === undefined || room <= 0) return walk.done ? 'end' : 'full';
    }
    while (turn.left > 0) {
      if (turn.allowance.tokens < 1) return 'budget';
      const size = Math.min(PAGE, turn.left);
      const ids = await this.matching.scan(turn.matching, walk.after, size, manager);
      turn.left -= ids.length;
      const { after, stopped } = await this.takePage(walk, ids, turn, manager);
      if (stopped) {
        walk.after = after ?? walk.after;
        return stopped;
      }
      walk.after = ids.at(-1) ?? walk.after;
      walk.done = ids.length < size;
      if (walk.done) return 'end';
    }
    return 'limit';
  }

  private async takePage(walk: Walk, ids: string[], turn: Turn, manager: EntityManager): Promise<Taken> {
    const events = await this.matching.match(turn.matching, ids, manager);
    await this.findSlots(
      events.flatMap(({ destination_ids }) => destination_ids),
      turn,
      manager,
    );
    const taken = take(events, walk, apartOf(turn), turn.allowance);
    turn.walks.push(...taken.parted);
    turn.skipped += taken.skipped;
    if (taken.picks.length > 0) await this.make(taken.picks, turn, manager);
    return taken;
  }

  /** Only what is taken is locked, and looked at once more then: somebody may have moved or replayed it. */
  private async make(picks: Pick[], turn: Turn, manager: EntityManager): Promise<void> {
    const ids = [...new Set(picks.map(({ event }) => event.id))];
    const locked = await this.matching.matchLocked(turn.matching, ids, manager);
    const byId = new Map(locked.map((event) => [event.id, event]));
    const standing = picks.flatMap(({ event: { id }, destination_id }) => {
      const event = byId.get(id);
      return event?.destination_ids.includes(destination_id) ? [{ event, destination_id }] : [];
    });
    await this.turns.insertDeliveries(turn.replay, deliveriesOf(turn.replay, standing), manager);
    turn.made += standing.length;
    turn.replayed += new Set(standing.filter(({ event }) => !event.begun).map(({ event }) => event.id)).size;
  }

  /** How many more a destination takes now; undefined when it is gone or turned off. */
  private async roomAt(id: string, turn: Turn, manager: EntityManager): Promise<number | undefined> {
    await this.findSlots([id], turn, manager);
    return turn.allowance.slots.get(id);
  }

  /** Each destination is looked up once a turn. */
  private async findSlots(ids: string[], turn: Turn, manager: EntityManager): Promise<void> {
    const { slots } = turn.allowance;
    const unknown = [...new Set(ids)].filter((id) => !turn.lookedUp.has(id));
    if (unknown.length === 0) return;
    for (const id of unknown) turn.lookedUp.add(id);
    for (const id of await this.turns.usable(turn.replay.project_id, unknown, manager))
      slots.set(id, OPEN_AT_ONCE - (turn.open.get(id) ?? 0));
  }
}

function apartOf({ walks }: Turn): Set<string> {
  return new Set(walks.flatMap(({ destination_id }) => destination_id ?? []));
}

function furthestBehindFirst(one: Walk, other: Walk): number {
  return one.after < other.after ? -1 : 1;
}

function deliveriesOf({ id, created_at }: DueReplay, picks: Pick[]) {
  const at = created_at.getTime();
  return picks.map(({ event, destination_id }) => ({
    bucket: event.bucket,
    event_id: event.id,
    id: replayDeliveryId(at, id, event.id, destination_id),
    destination_id,
    message_id: replayMessageId(at, id, event.id),
  }));
}
