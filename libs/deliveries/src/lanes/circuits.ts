import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '@app/auth';
import { Clock } from '@app/clock';
import { Config } from '@app/config';
import { Database } from '@app/database';
import { RateLimitedLog } from '@app/observability';
import type { Alert } from '../alerts/alert.js';
import { Alerts } from '../alerts/alerts.js';
import { DeliveryQueue } from '../queueing/delivery-queue.js';
import type { DeliveryRef } from '../recording/firing.js';
import { afterAttempts, isGivenUp, type Tally } from './circuit.js';
import { CircuitsRepository, type CircuitRow } from './circuits.repository.js';
import { LaneViewRepository } from './lane-view.repository.js';

/** Reports to PostgreSQL are no closer together than this. */
const REPORT_MS = 100;
const NOTHING: Omit<Tally, 'since'> = {
  attempts: 0,
  failures: 0,
  failedLast: 0,
  probes: 0,
  failedProbes: 0,
  failure: null,
};

/** Counts how deliveries go, and keeps the circuits of destinations by it. What goes well is counted in memory alone. */
@Injectable()
export class Circuits implements BeforeApplicationShutdown {
  private readonly log = new RateLimitedLog(Circuits.name);
  private readonly logger = new Logger(Circuits.name);
  private readonly tallies = new LRUCache<string, Tally>({ max: 10_000, ttl: 30_000, noUpdateTTL: true });
  private readonly toReport = new Set<string>();
  private readonly listeners: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private reporting: Promise<void> = Promise.resolve();

  constructor(
    private readonly repository: CircuitsRepository,
    private readonly view: LaneViewRepository,
    private readonly alerts: Alerts,
    private readonly queue: DeliveryQueue,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * `failure` in words, null for a success; `unwell` when the destination's row said that it had failed before, `probe`
   * when it said that its circuit was half open.
   */
  note(destinationId: string, failure: string | null, unwell: boolean, probe = false): void {
    const tally = this.tallies.get(destinationId) ?? { ...NOTHING, since: this.clock.now() + 1 }; // that ms has begun
    tally.attempts++;
    if (probe) tally.probes++;
    if (failure === null) tally.failedLast = 0;
    else {
      Object.assign(tally, { failures: tally.failures + 1, failedLast: tally.failedLast + 1, failure });
      if (probe) tally.failedProbes++;
    }
    this.tallies.set(destinationId, tally);
    if (failure === null && !unwell) return;
    this.toReport.add(destinationId);
    this.timer ??= setTimeout(() => this.startReport(), REPORT_MS);
  }

  /** Settles when all that was noted is in PostgreSQL, or could not be written. */
  async reported(): Promise<void> {
    if (this.timer) this.startReport();
    await this.reporting;
  }

  /** Tells when a circuit has opened or closed. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Turns a destination off at once, as a 410 asks for. */
  async disable(id: string, reason: string): Promise<void> {
    const refs = await this.database.transaction((manager) => this.turnOff(id, reason, manager));
    this.queue.handOver(refs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.reported();
  }

  private startReport(): void {
    this.reporting = Promise.all([this.reporting, this.report()]).then(() => {});
  }

  private async report(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const tallies = new Map(
      [...this.toReport].flatMap((id) => {
        const tally = this.tallies.get(id);
        return tally ? [[id, tally] as const] : [];
      }),
    );
    this.toReport.clear();
    for (const id of tallies.keys()) this.tallies.delete(id);
    try {
      await this.write(tallies);
    } catch (error) {
      this.log.warn(
        `Circuits do not know of ${tallies.size} destinations' attempts: ${(error as Error).message}`,
      );
    }
  }

  private async write(tallies: Map<string, Tally>): Promise<void> {
    const { circuitWaitMs, disableAfterMs } = this.config.delivery;
    const { changed, refs } = await this.database.transaction(async (manager) => {
      const rows = await this.repository.lock([...tallies.keys()], manager);
      const after = rows.map((row) => {
        return { ...row, ...afterAttempts(row, tallies.get(row.id)!, row.now, circuitWaitMs) };
      });
      await this.repository.save(after, manager);
      const refs: DeliveryRef[] = [];
      for (const row of after)
        if (row.enabled && isGivenUp(row, row.now, disableAfterMs))
          refs.push(...(await this.turnOff(row.id, givenUpReason(row), manager)));
      const changed = after.some((row, index) => row.circuit_state !== rows[index]!.circuit_state);
      if (changed) await this.view.tell(manager);
      return { changed, refs };
    });
    this.queue.handOver(refs);
    if (changed) for (const listener of this.listeners) listener();
  }

  /** Told by an alert unless it is ephemeral; answers the deliveries of that, to be handed over after the commit. */
  private async turnOff(id: string, reason: string, manager: EntityManager): Promise<DeliveryRef[]> {
    const row = await this.repository.disable(id, reason, manager);
    if (!row) return [];
    this.logger.warn(`Destination ${id} was turned off: ${reason}`);
    await this.view.tell(manager);
    // it belongs to a single event, and is hidden: how that went says its delivery
    if (row.is_ephemeral) return [];
    await this.audit.record(
      {
        action: 'destination.disabled',
        project_id: row.project_id,
        target_kind: 'destination',
        target_id: id,
        before: { enabled: true },
        after: { enabled: false, disabled_reason: reason },
      },
      manager,
    );
    return this.alerts.record([disabledAlert(id, reason, row)], manager);
  }
}

function disabledAlert(
  id: string,
  reason: string,
  { project_id, name, failing_since }: { project_id: string; name: string; failing_since: Date | null },
): Alert {
  return {
    project_id,
    alert: 'destination.disabled',
    trigger: null,
    details: { destination: { id, name }, reason, failing_since: failing_since?.toISOString() ?? null },
    destination_ids: [],
  };
}

function givenUpReason({ failing_since, circuit_reason }: CircuitRow): string {
  return `nothing but failures since ${failing_since!.toISOString()}${circuit_reason ? `: ${circuit_reason}` : ''}`;
}
