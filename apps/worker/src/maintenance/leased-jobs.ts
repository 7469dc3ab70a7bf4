import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Leases } from '@app/database';
import { RetentionRuns } from '@app/retention';

/** An owner that was killed keeps a job from the others for so long. */
const LEASE_MS = 10_000;
/** Of the time that a process has to stop in. Jobs bear being ended at any point. */
const FAREWELL_MS = 10_000;

/** The way in which every cron of the workers does its job: one worker at a time, and said if something came of it. */
@Injectable()
export class LeasedJobs implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Maintenance');
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly leases: Leases,
    private readonly runs: RetentionRuns,
  ) {}

  /**
   * Never rejects. `work` is bounded, stays correct when two workers do it, and answers how much it did, which is noted
   * (`GET /retention/runs`).
   */
  run(what: string, work: () => Promise<number>): Promise<void> {
    return this.tell(what, async () => {
      const did = await this.leases.run(`maintenance: ${what}`, LEASE_MS, () =>
        this.runs.noted({ kind: 'maintenance', job: what, deadAfterMs: 0 }, async () => ({
          done: await work(),
        })),
      );
      return did?.done ? String(did.done) : undefined;
    });
  }

  /** The same for work that has a lease and notes of its own; it answers in words what it did, undefined for nothing. */
  async tell(what: string, work: () => Promise<string | undefined>): Promise<void> {
    const job = this.attempt(what, work);
    this.running.add(job);
    await job.finally(() => this.running.delete(job));
  }

  /** Settles when the jobs under way have ended, or after some seconds. */
  async beforeApplicationShutdown(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, FAREWELL_MS)));
    await Promise.race([Promise.all(this.running), late]).finally(() => clearTimeout(timer));
  }

  private async attempt(what: string, work: () => Promise<string | undefined>): Promise<void> {
    try {
      const done = await work();
      if (done !== undefined) this.logger.log(`${what}: ${done}`);
    } catch (error) {
      this.logger.error(`${what} failed: ${(error as Error).message}`);
    }
  }
}
