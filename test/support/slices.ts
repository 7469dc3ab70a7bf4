import { uuidV7Floor } from '@app/clock';
import { ARCHIVE_CLASSES, sliceName } from '@app/events';
import type { Platform } from './platform.js';

/** Ages count from here: the same age is the same slice, also when the time of another begins meanwhile. */
const BEGAN = Date.now();

/** A slice of the archive that events were moved into. */
export interface FilledSlice {
  bucket: number;
  from: number;
  /** Of its tables. */
  events: string;
  deliveries: string;
  event_labels: string;
  ids: string[];
}

/**
 * Records events as if it were `age` ms ago, and moves them with their deliveries and labels to a class of the archive, where the last
 * expires in so many ms. What moves events in earnest keeps the catalogue as it is kept here.
 */
export async function fillSlice(
  on: Platform,
  {
    bucket = 3,
    age,
    expiresIn,
    count = 3,
  }: { bucket?: number; age: number; expiresIn: number; count?: number },
): Promise<FilledSlice> {
  const { sliceMs } = ARCHIVE_CLASSES.find((one) => one.bucket === bucket)!;
  const from = Math.floor((BEGAN - age) / sliceMs) * sliceMs;
  on.setClock(new Date(from + sliceMs / 2));
  const destination_ids = [(await on.newDestination()).id];
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push((await on.record({ destination_ids, labels: { n: `${n}` } })).id);
  on.setClock(0);
  await on.slices.ensure(bucket, ids);
  const expiry = [`${expiresIn} ms`, ids];
  await on.sql(`UPDATE events SET expires_at = now() + $1::interval WHERE id = ANY ($2)`, expiry);
  await on.sql('UPDATE events SET bucket = $1 WHERE id = ANY ($2)', [bucket, ids]);
  await on.sql('UPDATE event_labels SET bucket = $1 WHERE event_id = ANY ($2)', [bucket, ids]);
  await on.sql(
    `UPDATE deliveries SET bucket = $1, status = 'delivered', queued_until = NULL, next_attempt_at = NULL
      WHERE event_id = ANY ($2)`,
    [bucket, ids],
  );
  await on.sql(
    `UPDATE archive_slices SET events = events + $1, latest_expiry = greatest(latest_expiry, now() + $2::interval)
      WHERE bucket = $3 AND starts_at = $4`,
    [count, expiry[0], bucket, new Date(from)],
  );
  const name = sliceName({ bucket, from });
  const tables = {
    events: `events_${name}`,
    deliveries: `deliveries_${name}`,
    event_labels: `event_labels_${name}`,
  };
  return { bucket, from, ...tables, ids };
}

/** An active event with an id of the slice's time. */
export async function activeEventOf(on: Platform, { bucket, from }: FilledSlice): Promise<string> {
  const { sliceMs } = ARCHIVE_CLASSES.find((one) => one.bucket === bucket)!;
  on.setClock(new Date(from + sliceMs / 2));
  const { id } = await on.record();
  on.setClock(0);
  if (id < uuidV7Floor(from) || id >= uuidV7Floor(from + sliceMs)) throw new Error('It is of another time');
  return id;
}
