import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { ACTIVE } from '@app/events';
import { keyInProgress, keyReused, type IdempotencyKey } from '@app/idempotency';
import type { Firing, RecordedEvent } from './firing.js';
import type { RememberedFiring } from './remembered-firing.js';

interface KeyRow {
  project_id: string;
  key: string;
  fingerprint: Buffer;
  /** Null when the key is another request's, which is no firing. */
  event: RememberedFiring | null;
  fired_at: Date;
  archive_at: Date | number;
  expires_at: Date | number;
}

type KeyedFiring = Pick<Firing, 'project_id'> & { key: IdempotencyKey };

/** The events that keys were taken with, told from the keys alone: the events may be gone. */
@Injectable()
export class KeyedFiringsRepository {
  constructor(private readonly database: Database) {}

  /**
   * In the order of `firings`: the event that its key was taken with, undefined if nobody has the key, and an error
   * (`idempotency.key_reused`, `idempotency.in_progress`) where the key is another request's.
   */
  async recall(firings: KeyedFiring[]): Promise<(RecordedEvent | undefined | Error)[]> {
    const rows = await this.database.query<KeyRow>(RECALL, [
      firings.map(({ project_id }) => project_id),
      firings.map(({ key }) => key.value),
    ]);
    const byKey = new Map(rows.map((row) => [`${row.project_id} ${row.key}`, row]));
    return firings.map(({ project_id, key }) => {
      const row = byKey.get(`${project_id} ${key.value}`);
      if (!row) return undefined;
      if (!row.fingerprint.equals(key.fingerprint)) return keyReused();
      return row.event ? recordedEvent(row, row.event) : keyInProgress();
    });
  }

  /** For a hook whose trigger, and with it the project, is gone. Its URL is part of the fingerprint. */
  async recallOfAnyProject({ value, fingerprint }: IdempotencyKey): Promise<RecordedEvent | undefined> {
    const [row] = await this.database.query<KeyRow>(RECALL_OF_ANY_PROJECT, [value, fingerprint]);
    return row?.event ? recordedEvent(row, row.event) : undefined;
  }
}

function recordedEvent(row: KeyRow, { event_id, delivery_ids, firing }: RememberedFiring): RecordedEvent {
  return {
    id: event_id,
    fired_at: row.fired_at,
    archive_at: row.archive_at,
    expires_at: row.expires_at,
    deliveries: delivery_ids.map((id) => ({ bucket: ACTIVE, event_id, id, dispatch: 1 })),
    first: firing,
  };
}

/**
 * A process that knows no policies of projects yet, during an upgrade, leaves the instants of the event out, and the
 * firing itself says them.
 */
const COLUMNS = `k.project_id, k.key, k.fingerprint, k.event, k.created_at AS fired_at,
  coalesce(k.event_archive_at,
           k.created_at + (k.event #>> '{firing,lifetime,archiveAfterMs}')::float8 * interval '1 millisecond',
           'infinity') AS archive_at,
  coalesce(k.event_expires_at,
           k.created_at + (k.event #>> '{firing,lifetime,deleteAfterMs}')::float8 * interval '1 millisecond',
           'infinity') AS expires_at`;

const RECALL = {
  text: `
SELECT ${COLUMNS}
  FROM unnest($1::uuid[], $2::text[]) AS f (project_id, key)
  JOIN idempotency_keys k ON k.project_id = f.project_id AND k.key = f.key AND k.expires_at > now()`,
};

/** Goes through the projects, since the key alone is no index. */
const RECALL_OF_ANY_PROJECT = {
  name: 'keyed-firings.recall-of-any-project',
  text: `
SELECT ${COLUMNS}
  FROM projects p
  JOIN idempotency_keys k ON k.project_id = p.id AND k.key = $1 AND k.fingerprint = $2 AND k.expires_at > now()`,
};
