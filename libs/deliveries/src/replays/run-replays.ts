import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@app/database';
import { ReplaysRepository } from './replays.repository.js';
import { ReplayTurn } from './replay-turn.js';
import { ReplayTurnsRepository } from './replay-turns.repository.js';
import { type DueReplay } from './replay-turns.repository.js';

const AFTER_FAILURE_MS = 5000;
/** How often a replay that has made everything looks whether the last delivery has ended. */
const LAST_ENDS_MS = 500;

/** Takes replays on, a bounded turn at a time. Any number of workers may do so: a replay is one worker's at a time. */
@Injectable()
export class RunReplays {
  private readonly listeners: (() => void)[] = [];

  constructor(
    private readonly turns: ReplayTurnsRepository,
    private readonly replays: ReplaysRepository,
    private readonly turn: ReplayTurn,
    private readonly database: Database,
  ) {}

  /**
   * One turn of the replay that has been due for longest, in one transaction: its deliveries are written and it is moved
   * on together, or neither. It looks at no more than `limit` events. `turns` is 0 when none was due.
   */
  async runOnce(limit: number): Promise<{ turns: number; made: number }> {
    let claimed: string | undefined;
    try {
      const made = await this.database.transaction(async (manager) => {
        const replay = await this.turns.claimDue(manager);
        claimed = replay?.id;
        return replay && this.takeOn(replay, limit, manager);
      });
      if (made) for (const listener of this.listeners) listener();
      return { turns: made === undefined ? 0 : 1, made: made ?? 0 };
    } catch (error) {
      if (claimed) await this.turns.postpone(claimed, AFTER_FAILURE_MS);
      throw error;
    }
  }

  /** Milliseconds until a replay is due; null when none is under way. */
  nextDueIn(): Promise<number | null> {
    return this.turns.nextDueIn();
  }

  /** Tells of deliveries that are to be sent now, once they are committed. */
  onMade(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Answers how many deliveries it has made. */
  private async takeOn(replay: DueReplay, limit: number, manager: EntityManager): Promise<number> {
    const isOver = replay.state === 'cancelled' || replay.walks.every(({ done }) => done);
    if (!isOver) {
      const { made, ...end } = await this.turn.run(replay, limit, manager);
      await this.turns.end(replay.id, end, manager);
      return made;
    }
    // what was being tried at the moment of the cancelling may have failed and wait again
    if (replay.state === 'cancelled') await this.replays.cancelWaiting(replay.id, manager);
    if (await this.turns.isAnyOpen(replay.id, manager)) {
      const { tokens, walks } = replay;
      const end = { tokens, walks, replayed: 0, skipped: 0, dueInMs: LAST_ENDS_MS };
      await this.turns.end(replay.id, end, manager);
    } else {
      const counts = (await this.replays.deliveryCounts([replay.id], manager)).get(replay.id)!;
      const state = replay.state === 'cancelled' ? 'cancelled' : 'done';
      await this.turns.finish(replay.id, state, counts, manager);
    }
    return 0;
  }
}
