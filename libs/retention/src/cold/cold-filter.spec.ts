import { describe, expect, it } from 'vitest';
import { matching, mayHold, type ColdFilter } from './cold-filter.js';
import type { ColdRecord } from './cold-record.js';
import type { Manifest } from './manifest.js';

const ID = '019abcde-0000-7000-8000-000000000005';
const idLike = (n: number) => ID.replace(/.$/, String(n));
const record = {
  id: ID,
  project_id: 'p',
  trigger_id: 't',
  trigger_name: 'Über "alles"',
  labels: { env: 'prod', team: 'a' },
  payload: { order: 'A-1' },
  replay_of: idLike(7),
  fired_at: '2026-03-01T10:00:00.123456+00:00',
  deliveries: [{ attempts: [{ error: 'connect ECONNREFUSED' }] }],
} as unknown as ColdRecord;
const line = JSON.stringify(record).replace('Ü', '\\u00dc');
const at = (time: string) => new Date(`2026-03-01T${time}Z`);

const holds: ColdFilter[] = [
  {},
  { ids: [idLike(1), ID] },
  { project_id: 'p', trigger_id: 't' },
  { since: at('10:00:00.123'), until: at('10:00:00.124') },
  { labels: { env: 'prod' } },
  { q: 'a-1' },
  { q: 'über "ALLES"' },
  { q: 'econnrefused' },
];
const holdsNot: ColdFilter[] = [
  { ids: [idLike(1)] },
  { ids: [idLike(7)] }, // it stands in the line, and is another event's
  { trigger_id: 'p' },
  { project_id: 't' },
  { since: at('10:00:00.124') },
  { until: at('10:00:00.123') },
  { labels: { env: 'prod', team: 'b' } },
  { q: 'A-2' },
];

describe('A filter of the cold archive', () => {
  it.each(holds)('finds an event: %j', (filter) => expect(matching(filter)(line)).toEqual(record));

  it.each(holdsNot)('leaves an event out: %j', (filter) => expect(matching(filter)(line)).toBeUndefined());

  const manifest = {
    first_id: idLike(3),
    last_id: idLike(6),
    first_fired_at: '2026-03-01T10:00:00+00:00',
    last_fired_at: '2026-03-01T11:00:00.5+00:00',
  } as Manifest;

  it.each<[boolean, ColdFilter]>([
    [true, {}],
    [true, { ids: [idLike(3)] }],
    [true, { ids: [idLike(1), idLike(6)] }],
    [false, { ids: [idLike(2), idLike(7)] }],
    [true, { since: at('11:00:00.5') }],
    [false, { since: at('11:00:00.501') }],
    [true, { until: at('10:00:00.001') }],
    [false, { until: at('10:00:00') }],
    [true, { q: 'whatever it is' }],
  ])('looks into an object or not (%s): %j', (looks, filter) => {
    expect(mayHold(manifest, filter)).toBe(looks);
  });

  it('looks into none with nothing in it', () => {
    expect(mayHold({ ...manifest, first_id: null, last_id: null }, {})).toBe(false);
  });
});
