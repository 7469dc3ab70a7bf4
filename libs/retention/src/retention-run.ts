import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { isDatabaseAway, Leases } from '@app/database';
import { conflict, unavailable } from '@app/errors';
import type { RetentionCounts, Tell } from './retention-run-row.js';
import { RetentionRuns } from './retention-runs.js';
import { addCounts, NOTHING, RETENTION_STEPS, runTurns } from './retention-steps.js';
import type { RetentionStep, StepResult } from './retention-steps.js';

/** Long enough for what a process may be busy with, and so short that a killed one keeps nobody waiting for long. */
const LEASE_MS = 10_000;
/** How long a person waits for a run that is under way. */
const PATIENCE_MS = 5000;
const LOOK_MS = 100;
/** No run that somebody asks for goes on for so long. */
const DEAD_AFTER_MS = 600_000;

/** What a run of all steps did, in how many ms. `more`: its time was over before all that is due was done. */
export interface RetentionResult extends RetentionCounts {
  duration_ms: number;
  more: boolean;
}

/** Does what retention has to do: for the crons step by step, for a person all of it. Each step has a lease. */
@Injectable()
export class RetentionRun implements BeforeApplicationShutdown {
  private stopping = false;

  constructor(
    @Inject(RETENTION_STEPS) private readonly steps: readonly RetentionStep[],
    private readonly leases: Leases,
    private readonly runs: RetentionRuns,
  ) {}

  /**
   * Turns of one step until nothing is due or `withinMs` have passed; undefined when somebody else is at it. The run is noted,
   * and one that failed rejects then.
   */
  async runStep(kind: RetentionStep['kind'], withinMs: number): Promise<RetentionCounts | undefined> {
    const step = this.steps.find((one) => one.kind === kind)!;
    const done = await this.leases.run(leaseOf(step), LEASE_MS, () =>
      this.runs.noted({ kind, deadAfterMs: 0 }, (tell) => runTurns(step, this.within(withinMs), tell)),
    );
    if (done?.failure !== undefined) throw done.failure;
    return done;
  }

  /**
   * All steps, one after another, for `withinMs` and the turns that were begun by then; the run is noted. Throws
   * `retention.run_under_way` when somebody else is at a step for longer than some seconds, and `retention.run_failed`.
   */
  async runAll(withinMs: number): Promise<RetentionResult> {
    const began = performance.now();
    const mayGoOn = this.within(withinMs);
    const manual = { kind: 'manual', deadAfterMs: DEAD_AFTER_MS };
    const { failure, ...total } = await this.runs.noted(manual, (tell) => this.allSteps(mayGoOn, tell));
    if (failure !== undefined) throw asAnswer(failure);
    return { ...total, duration_ms: Math.round(performance.now() - began) };
  }

  /** Turns under way are finished, and no more begun. */
  beforeApplicationShutdown(): void {
    this.stopping = true;
  }

  private async allSteps(mayGoOn: () => boolean, tell: Tell): Promise<StepResult> {
    const total: StepResult = { ...NOTHING, more: false };
    for (const step of this.steps) {
      const done = await this.patiently(step, () => runTurns(step, mayGoOn, tell));
      addCounts(total, done);
      total.more ||= done.more;
      total.failure ??= done.failure;
    }
    return total;
  }

  private within(ms: number): () => boolean {
    const end = performance.now() + ms;
    return () => !this.stopping && performance.now() < end;
  }

  private async patiently(step: RetentionStep, work: () => Promise<StepResult>): Promise<StepResult> {
    const giveUp = performance.now() + PATIENCE_MS;
    for (;;) {
      const done = await this.leases.run(leaseOf(step), LEASE_MS, work);
      if (done) return done;
      if (performance.now() > giveUp) return { ...NOTHING, more: true, failure: new RunUnderWay() };
      await sleep(LOOK_MS);
    }
  }
}

class RunUnderWay extends Error {
  constructor() {
    super('Another run is under way.');
  }
}

function leaseOf({ kind }: RetentionStep): string {
  return `retention.${kind}`;
}

/** What a person is told. */
function asAnswer(failure: unknown): unknown {
  if (failure instanceof RunUnderWay)
    return conflict('retention.run_under_way', 'Another run is under way. Try again when it has ended.');
  if (isDatabaseAway(failure)) return failure;
  return unavailable(
    'retention.run_failed',
    'Not all that is due could be done. GET /retention/runs has what was, and why. The rest is tried again each minute.',
    failure,
  );
}
