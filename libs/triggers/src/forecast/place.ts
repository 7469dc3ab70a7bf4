import { isUuid } from '@app/clock';
import { invalid } from '@app/errors';

/** A place in a list of firings: those of one instant are in the order of their triggers. */
export interface Place {
  /** When it fires, in ms since the epoch. */
  at: number;
  /** The id of the trigger. */
  id: string;
}

/** Before every firing. */
const BEGINNING: Place = { at: -8.64e15, id: '00000000-0000-0000-0000-000000000000' };

export function comparePlaces(a: Place, b: Place): number {
  if (a.at !== b.at) return a.at - b.at;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

export function writePlace({ at, id }: Place): string {
  return Buffer.from(`${at} ${id}`).toString('base64url');
}

/** The place that a page begins after. Throws `invalid` for a cursor that no list has given out. */
export function readPlace(cursor: string | undefined): Place {
  if (cursor === undefined) return BEGINNING;
  const [at = '', id] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const place = { at: Number(at), id: id ?? '' };
  const isPlace = /^-?\d{1,16}$/.test(at) && Math.abs(place.at) <= 8.64e15 && isUuid(id);
  if (!isPlace || writePlace(place) !== cursor)
    throw invalid([{ pointer: '/cursor', detail: 'is not a cursor that a list has given out' }]);
  return place;
}
