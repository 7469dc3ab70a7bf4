import { Injectable } from '@nestjs/common';
import { EventMover } from '@app/deliveries';
import { redactText } from '@app/observability';
import { ApplyTurnWork } from './apply-turn.js';
import { ApplyTurnsRepository } from './apply-turns.repository.js';

const AFTER_FAILURE_MS = 5000;
const LONGEST_ERROR = 200;

/** Goes on with runs that apply policies, a bounded turn at a time. Any number of workers may do so. */
@Injectable()
export class RunApplies {
  constructor(
    private readonly turns: ApplyTurnsRepository,
    private readonly work: ApplyTurnWork,
    private readonly mover: EventMover,
  ) {}

  /**
   * One turn of the run that has been due for longest, in one transaction: its events are changed and it is moved on
   * together, or neither. It looks at no more than `limit` events. `turns` is 0 when none was due.
   */
  async runOnce(limit: number): Promise<{ turns: number; changed: number }> {
    let claimed: string | undefined;
    try {
      const changed = await this.mover.transaction(async (manager) => {
        const run = await this.turns.claimDue(manager);
        claimed = run?.id;
        if (!run) return undefined;
        const turn = await this.work.run(run, limit, manager);
        await this.turns.end(run.id, turn, manager);
        return turn.changed;
      });
      return { turns: changed === undefined ? 0 : 1, changed: changed ?? 0 };
    } catch (error) {
      if (claimed) await this.turns.postpone(claimed, AFTER_FAILURE_MS, saidOf(error));
      throw error;
    }
  }

  /** Milliseconds until a run is due; null when none is under way. */
  nextDueIn(): Promise<number | null> {
    return this.turns.nextDueIn();
  }
}

function saidOf(error: unknown): string {
  return redactText((error as Error).message).slice(0, LONGEST_ERROR);
}
