import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { uuidV7 } from '@app/clock';
import { Config } from '@app/config';
import { Database } from '@app/database';
import { ACTIVE } from '@app/events';
import type { DeliveryRef, Firing, RecordedEvent } from './firing.js';

type WrittenEvent = Omit<RecordedEvent, 'deliveries'>;

/** Writes events and their deliveries: any number of firings in one statement. */
@Injectable()
export class EventWriterRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Answers in the order of `firings`; undefined where the trigger has changed since the firing read it, of which
   * nothing is written. The deliveries are written as handed to the queue: whoever calls does so after the commit,
   * and if it cannot, the sweep does once their lease ends.
   */
  async write(firings: Firing[], manager?: EntityManager): Promise<(RecordedEvent | undefined)[]> {
    const now = this.clock.now();
    const ids = firings.map(() => uuidV7(now));
    const deliveries = firings.map((firing, index) =>
      firing.destination_ids.map((destination_id) => ({
        event_id: ids[index]!,
        id: uuidV7(now),
        destination_id,
        firing,
      })),
    );
    const flat = deliveries.flat();
    const written = await this.database.query<WrittenEvent>(
      INSERT,
      [
        ids,
        firings.map(({ project_id }) => project_id),
        firings.map(({ trigger }) => trigger?.id ?? null),
        firings.map(({ trigger }) => trigger?.revision ?? null),
        firings.map(({ trigger, draft }) => trigger?.name ?? draft?.name ?? null),
        firings.map(({ trigger, draft }) => trigger?.trigger_type ?? draft?.trigger_type ?? null),
        firings.map(({ source }) => source),
        firings.map(({ payload }) => JSON.stringify(payload)),
        firings.map(({ labels }) => JSON.stringify(labels)),
        firings.map(({ scheduled_for }) => scheduled_for),
        firings.map(({ lifetime }) => lifetime.archiveAfterMs),
        firings.map(({ lifetime }) => lifetime.deleteAfterMs),
        firings.map(({ replay_of }) => replay_of),
        flat.map(({ event_id }) => event_id),
        flat.map(({ id }) => id),
        flat.map(({ destination_id }) => destination_id),
        flat.map(({ firing }) => firing.project_id),
        flat.map(({ firing }) => firing.trigger?.id ?? null),
        flat.map(({ firing }) => firing.trigger?.revision ?? null),
        this.config.delivery.leaseMs,
      ],
      manager,
    );
    const byId = new Map(written.map((event) => [event.id, event]));
    return ids.map((id, index) => {
      const event = byId.get(id);
      return event && { ...event, deliveries: deliveries[index]!.map(firstDispatch) };
    });
  }
}

function firstDispatch({ event_id, id }: { event_id: string; id: string }): DeliveryRef {
  return { bucket: ACTIVE, event_id, id, dispatch: 1 };
}

/**
 * The revision check is what lets processes keep triggers in memory: a firing that was decided on a trigger as it no
 * longer is finds no row here. `fired` notes the time on a trigger at most once a second, and leaves a row that
 * somebody else holds to them: a busy trigger must not make its firings wait for each other. Deliveries repeat the
 * revision check instead of joining the accepted events, which the planner takes for one row and joins row by row.
 */
const INSERT = {
  text: `
WITH input AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[],
                       $9::text[], $10::timestamptz[], $11::float8[], $12::float8[], $13::uuid[])
    AS i (id, project_id, trigger_id, revision, trigger_name, trigger_type, source, payload,
          labels, scheduled_for, archive_after, delete_after, replay_of)
), accepted AS (
  SELECT input.* FROM input
    LEFT JOIN triggers t ON t.id = input.trigger_id AND t.project_id = input.project_id
   WHERE input.revision IS NULL OR t.revision = input.revision
), event AS (
  INSERT INTO events (bucket, id, project_id, trigger_id, trigger_name, trigger_type, source, payload, labels,
                      scheduled_for, fired_at, archive_at, expires_at, replay_of)
  SELECT 0, id, project_id, trigger_id, trigger_name, trigger_type, source, payload::json, labels::jsonb,
         scheduled_for, now(),
         coalesce(now() + archive_after * interval '1 millisecond', 'infinity'),
         coalesce(now() + delete_after * interval '1 millisecond', 'infinity'),
         replay_of
    FROM accepted
  RETURNING id, fired_at, archive_at, expires_at
), delivery AS (
  INSERT INTO deliveries (bucket, event_id, id, project_id, destination_id, message_id, status, dispatch,
                          queued_until, next_attempt_at)
  SELECT 0, d.event_id, d.id, d.project_id, d.destination_id, d.event_id, 'queued', 1,
         now() + $20::float8 * interval '1 millisecond', now()
    FROM unnest($14::uuid[], $15::uuid[], $16::uuid[], $17::uuid[], $18::uuid[], $19::int[])
      AS d (event_id, id, destination_id, project_id, trigger_id, revision)
    LEFT JOIN triggers t ON t.id = d.trigger_id AND t.project_id = d.project_id
   WHERE d.revision IS NULL OR t.revision = d.revision
), fired AS (
  UPDATE triggers SET last_fired_at = now() WHERE id IN (
    SELECT t.id FROM triggers t
     WHERE t.id IN (SELECT trigger_id FROM accepted WHERE revision IS NOT NULL)
       AND (t.last_fired_at IS NULL OR t.last_fired_at < now() - interval '1 second')
       FOR NO KEY UPDATE SKIP LOCKED)
)
SELECT id, fired_at, archive_at, expires_at FROM event`,
};
