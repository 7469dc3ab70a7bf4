import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '@app/auth';
import { Clock } from '@app/clock';
import { isUuid, uuidV7 } from '@app/clock';
import { Database } from '@app/database';
import { readCursor, toPage, type Page } from '@app/database';
import { conflict, invalid, notFound } from '@app/errors';
import { DestinationsRepository } from '../destinations/destinations.repository.js';
import { MatchingRepository, startOf } from './matching.repository.js';
import type { MatchCount, Replay, ReplayRequest, ReplayRow, ReplayState } from './replay.js';
import { ReplaysRepository } from './replays.repository.js';
import { type ReplayListFilter } from './replays.repository.js';

/** Replays of many events: counting what they would be about, starting, watching and stopping them. */
@Injectable()
export class Replays {
  constructor(
    private readonly repository: ReplaysRepository,
    private readonly matching: MatchingRepository,
    private readonly destinations: DestinationsRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** How many events a replay would be about if it began now. Throws `invalid` for a destination that there is not. */
  async count(projectId: string, request: ReplayRequest): Promise<MatchCount> {
    const destination_ids = await this.known(projectId, request.destinations);
    const { matched, at_least } = await this.database.snapshot((manager) =>
      this.counted(projectId, request, destination_ids, manager),
    );
    return { matched, at_least };
  }

  /** Fixes what it is about, counts it and lets the workers begin. Throws as `count` does. */
  async start(projectId: string, request: ReplayRequest): Promise<Replay> {
    const destination_ids = await this.known(projectId, request.destinations);
    const { filter, rate } = request;
    const row = await this.database.snapshot(async (manager) => {
      const counted = await this.counted(projectId, request, destination_ids, manager);
      const started = await this.repository.insert(
        {
          ...counted,
          project_id: projectId,
          filter,
          destination_ids,
          rate_max: rate.max,
          rate_per: rate.per,
          walks: [{ destination_id: null, after: startOf(filter), done: false }],
        },
        manager,
      );
      const said = { filter, destinations: destination_ids, rate, matched: counted.matched };
      await this.record('replay.started', started, null, said, manager);
      return started;
    });
    return { ...row, delivered: 0, dead: 0, cancelled: 0, pending: 0 };
  }

  /** Throws `replay.not_found`. */
  async get(projectId: string, id: string): Promise<Replay> {
    const row = isUuid(id) ? await this.repository.find(projectId, id) : undefined;
    if (!row) throw notFound('replay');
    const [replay] = await this.withCounts([row]);
    return replay!;
  }

  async list(
    projectId: string,
    filter: ReplayListFilter,
    limit: number,
    cursor?: string,
  ): Promise<Page<Replay>> {
    const rows = await this.repository.list(projectId, filter, limit + 1, readCursor(cursor));
    const { data, next_cursor } = toPage(rows, limit);
    return { data: await this.withCounts(data), next_cursor };
  }

  /** It makes no more deliveries; those that it has made go on. Throws `replay.not_found`, `replay.ended`. */
  pause(projectId: string, id: string): Promise<Replay> {
    return this.change(projectId, id, 'paused');
  }

  /** Throws `replay.not_found`, `replay.ended`. */
  resume(projectId: string, id: string): Promise<Replay> {
    return this.change(projectId, id, 'running');
  }

  /**
   * It makes no more deliveries, and those that wait for a try are cancelled; one that is being tried ends with that.
   * Throws `replay.not_found`, `replay.ended` when all of it has been done.
   */
  cancel(projectId: string, id: string): Promise<Replay> {
    return this.change(projectId, id, 'cancelled');
  }

  private async change(projectId: string, id: string, state: ReplayState): Promise<Replay> {
    if (!isUuid(id)) throw notFound('replay');
    await this.database.transaction(async (manager) => {
      const before = await this.repository.findForUpdate(projectId, id, manager);
      if (!before) throw notFound('replay');
      if (before.state === state) return;
      if (before.state === 'done' || before.state === 'cancelled')
        throw conflict('replay.ended', `The replay is ${before.state} already.`);
      await this.repository.setState(id, state, manager);
      if (state === 'cancelled') await this.repository.cancelWaiting(id, manager);
      const action = state === 'running' ? 'resumed' : state;
      await this.record(`replay.${action}`, before, { state: before.state }, { state }, manager);
    });
    return this.get(projectId, id);
  }

  private async counted(
    project_id: string,
    { filter }: ReplayRequest,
    destination_ids: string[] | null,
    manager: EntityManager,
  ): Promise<MatchCount & { id: string; at: string }> {
    const id = uuidV7(this.clock.now());
    const at = await this.repository.now(manager);
    const matching = { project_id, replay_id: id, at, filter, destination_ids };
    return { id, at, ...(await this.matching.count(matching, manager)) };
  }

  /** What is still counted as it goes, and what was kept when the last delivery had ended. */
  private async withCounts(rows: ReplayRow[]): Promise<Replay[]> {
    const open = rows.filter(({ delivered }) => delivered === null).map(({ id }) => id);
    const counts = await this.repository.deliveryCounts(open);
    return rows.map((row) => {
      const { delivered, dead, cancelled } = row;
      const kept = { delivered: delivered ?? 0, dead: dead ?? 0, cancelled: cancelled ?? 0, pending: 0 };
      return { ...row, ...(counts.get(row.id) ?? kept) };
    });
  }

  private async known(projectId: string, ids: string[] | undefined): Promise<string[] | null> {
    if (ids === undefined) return null;
    const found = new Set((await this.destinations.findMany(projectId, ids)).map(({ id }) => id));
    const wanted = ids.map((id) => id.toLowerCase());
    const faults = wanted.flatMap((id, index) =>
      found.has(id) ? [] : [{ pointer: `/destinations/${index}`, detail: 'there is no such destination' }],
    );
    if (faults.length > 0) throw invalid(faults);
    return [...new Set(wanted)];
  }

  private record(
    action: string,
    { id, project_id }: ReplayRow,
    before: object | null,
    after: object | null,
    manager: EntityManager,
  ): Promise<void> {
    return this.audit.record(
      { action, project_id, target_kind: 'replay', target_id: id, before, after },
      manager,
    );
  }
}
