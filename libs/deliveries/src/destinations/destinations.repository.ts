import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Any, type EntityManager } from 'typeorm';
import { insertRows, rowSet } from '@app/database';
import type { Resealed, SealedColumn, SealedText } from '@app/secrets';
import type { DestinationFilter } from './destination-filter.js';
import { Destination } from './destination.entity.js';

const SEALED_COLUMNS = [
  'headers_sealed',
  'auth_sealed',
  'redis_url_sealed',
  'secret_sealed',
  'previous_secret_sealed',
] as const;

/** Of a destination `d`. The counts are those that tell the overview of trouble. */
const IN_TROUBLE = `(d.circuit_state <> 'closed' OR (NOT d.enabled AND d.disabled_reason IS NOT NULL)
  OR d.id IN (SELECT s.destination_id FROM stat_cells s
               WHERE s.project_id = :projectId AND s.step = 60 AND s.dead > 0 AND s.at > now() - interval '1 hour'))`;

@Injectable()
export class DestinationsRepository {
  constructor(@InjectRepository(Destination) private readonly destinations: Repository<Destination>) {}

  async insert(rows: Destination[], manager?: EntityManager): Promise<void> {
    if (rows.length === 0) return;
    const { metadata, manager: own } = this.destinations;
    await (manager ?? own).query(insertRows(metadata), [rowSet(rows)]);
  }

  /** Newest first, after the given id, without the ephemeral ones. */
  list(
    projectId: string,
    { q, in_trouble }: DestinationFilter,
    limit: number,
    after?: string,
  ): Promise<Destination[]> {
    const query = this.destinations
      .createQueryBuilder('d')
      .where('d.project_id = :projectId AND d.ephemeral_until IS NULL', { projectId });
    if (q)
      query.andWhere('position(lower(:q) in lower(concat_ws(chr(10), d.name, d.url, d.queue))) > 0', { q });
    if (in_trouble !== undefined) query.andWhere(in_trouble ? IN_TROUBLE : `NOT ${IN_TROUBLE}`);
    if (after) query.andWhere('d.id < :after', { after });
    return query.orderBy('d.id', 'DESC').take(limit).getMany();
  }

  find(projectId: string, id: string): Promise<Destination | null> {
    return this.destinations.findOneBy({ project_id: projectId, id });
  }

  /** Within a transaction: the row is locked until it ends. */
  findForUpdate(projectId: string, id: string, manager: EntityManager): Promise<Destination | null> {
    return this.within(manager).findOne({
      where: { project_id: projectId, id },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** Within a transaction they stay until it ends: who refers to them would find them gone otherwise. */
  findMany(projectId: string, ids: string[], manager?: EntityManager): Promise<Destination[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return this.within(manager).find({
      where: { project_id: projectId, id: Any(ids) },
      ...(manager && { order: { id: 'ASC' }, lock: { mode: 'for_key_share' } }),
    });
  }

  async update({ id, project_id, ...columns }: Destination, manager: EntityManager): Promise<void> {
    await this.within(manager).update({ id, project_id }, columns);
  }

  /** Firings in flight notice, since its triggers are given a new revision. */
  async delete({ project_id, id }: Destination, manager: EntityManager): Promise<void> {
    await manager.query(
      `UPDATE triggers SET revision = revision + 1, updated_at = now() WHERE project_id = $1
          AND id IN (SELECT trigger_id FROM trigger_destinations WHERE destination_id = $2)`,
      [project_id, id],
    );
    await this.within(manager).delete({ project_id, id });
  }

  /**
   * Puts the deliveries into the lane that waited while their destination was off, or with `all` also those that wait
   * for their next attempt.
   */
  async releaseWaiting({ id }: Destination, manager: EntityManager, all = false): Promise<void> {
    await manager.query(
      `UPDATE deliveries SET in_lane = true, next_attempt_at = now()
        WHERE destination_id = $1 AND status IN ('waiting', 'queued') AND status = 'waiting' AND NOT in_lane
          AND (next_attempt_at IS NULL OR $2)`,
      [id, all],
    );
  }

  async prolongEphemeral(projectId: string, ids: string[], until: Date): Promise<void> {
    if (ids.length === 0) return;
    await this.destinations.query(
      `UPDATE destinations SET ephemeral_until = $3
        WHERE project_id = $1 AND id = ANY ($2::uuid[]) AND ephemeral_until < $3`,
      [projectId, ids, until],
    );
  }

  /** Removes up to `limit` inline destinations of drafts whose time is over; answers how many. */
  async deleteEphemeral(limit: number): Promise<number> {
    const [, count] = (await this.destinations.query(
      `DELETE FROM destinations WHERE id IN (
         SELECT id FROM destinations WHERE ephemeral_until < now() LIMIT $1 FOR UPDATE SKIP LOCKED)`,
      [limit],
    )) as [unknown[], number];
    return count;
  }

  /** What a rotation of APP_SECRET goes through. */
  sealedColumns(): SealedColumn[] {
    return SEALED_COLUMNS.map((column) => ({
      name: `destinations.${column}`,
      findOutdated: (prefix, limit, after) => this.findOutdated(column, prefix, limit, after),
      replace: (texts) => this.replaceSealed(column, texts),
    }));
  }

  private findOutdated(
    column: (typeof SEALED_COLUMNS)[number],
    prefix: string,
    limit: number,
    after?: string,
  ): Promise<SealedText[]> {
    return this.destinations.query(
      `SELECT id, ${column} AS sealed FROM destinations
        WHERE NOT starts_with(${column}, $1) AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $2`,
      [prefix, limit, after ?? null],
    );
  }

  private async replaceSealed(column: (typeof SEALED_COLUMNS)[number], texts: Resealed[]): Promise<number> {
    const [, count] = (await this.destinations.query(
      `UPDATE destinations d SET ${column} = t.resealed
         FROM unnest($1::uuid[], $2::text[], $3::text[]) AS t (id, sealed, resealed)
        WHERE d.id = t.id AND d.${column} = t.sealed`,
      [texts.map(({ id }) => id), texts.map(({ sealed }) => sealed), texts.map(({ resealed }) => resealed)],
    )) as [unknown[], number];
    return count;
  }

  private within(manager?: EntityManager): Repository<Destination> {
    return manager ? manager.getRepository(Destination) : this.destinations;
  }
}
