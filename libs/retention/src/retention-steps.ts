import type { RetentionCounts, Tell } from './retention-run-row.js';

/** What one bounded turn of a step did; `more` when there is more to do, `error` when a part of it was not to be done. */
export type StepTurn = Partial<RetentionCounts> & { more: boolean; error?: string };

/** A part of retention's work, as whoever runs it sees it. */
export interface RetentionStep {
  /** Names its runs and its lease. */
  kind: 'archive' | 'drop';
  /** What one turn may do at most. */
  limit: number;
  work: { runOnce(limit: number): Promise<StepTurn> };
}

/** The steps in their order: injected as one list, so that what runs them knows none of them. */
export const RETENTION_STEPS = Symbol('retention steps');

/** What several turns did. `failure`: why they ended before all was done. */
export type StepResult = RetentionCounts & { more: boolean; failure?: unknown };

export const NOTHING: Readonly<RetentionCounts> = { archived: 0, deleted: 0, partitions_dropped: 0 };

/** At least one turn, then others until nothing is due or it is not to go on; all but the last are told. Never rejects. */
export async function runTurns(
  { work, limit }: RetentionStep,
  mayGoOn: () => boolean,
  tell: Tell,
): Promise<StepResult> {
  const done: StepResult = { ...NOTHING, more: true };
  do {
    try {
      const { more, error, ...counts } = await work.runOnce(limit);
      addCounts(done, counts);
      done.more = more;
      if (more) await tell(counts);
      if (error !== undefined) return { ...done, failure: new Error(error) };
    } catch (failure) {
      return { ...done, failure };
    }
  } while (done.more && mayGoOn());
  return done;
}

export function addCounts(to: RetentionCounts, turn: Partial<RetentionCounts>): void {
  to.archived += turn.archived ?? 0;
  to.deleted += turn.deleted ?? 0;
  to.partitions_dropped += turn.partitions_dropped ?? 0;
}
