import { expect, it } from 'vitest';
import type { TriggerBody } from '../../../api/types';
import { brief, definitionOf } from '../definition';
import { templatesIn } from '../templates';
import { bodyOf, scheduleOf } from './body';
import { changed, valuesOf } from './values';

const FULL: TriggerBody = {
  name: 'Daily report',
  description: 'For all.',
  trigger_type: 'scheduled',
  enabled: false,
  external_key: 'reports/daily',
  labels: { team: 'shop', where: 'eu:west' },
  cron: '0 9 * * 1-5',
  timezone: 'Europe/Berlin',
  start_at: '2026-03-01T00:00:00.000Z',
  end_at: null,
  max_runs: 10,
  jitter: '30s',
  overlap: 'skip',
  misfire_policy: 'fire_all',
  misfire_grace: '5m',
  expect_every: '1d',
  api_payload: { report: 'daily', empty: null },
  payload_schema: { type: 'object' },
  destinations: ['0190f000-0000-7000-8000-000000000001', { url: 'https://example.com' }],
  alert_destinations: [],
  retention: { archive_after: '2h', delete_after: '48h' },
};

it('What a form is filled with it says again, all of it', () => {
  expect(bodyOf(valuesOf(FULL, 'UTC'))).toEqual({ body: FULL, faults: {} });
});

it.each(templatesIn('Europe/Berlin').map((one) => [one.title, one.body] as const))(
  'The template “%s” survives its form',
  (_, body) => {
    const { body: said, faults } = bodyOf(valuesOf(body, 'America/New_York'));
    expect(faults).toEqual({});
    expect(brief(said)).toEqual(body);
  },
);

it('What was typed for a kind of schedule that is not chosen is not sent', () => {
  const values = { ...valuesOf(FULL, 'UTC'), every: '15m', schedule_time: '2026-03-01T00:00:00.000Z' };
  expect(scheduleOf({ ...values, kind: 'once' })).toEqual({
    schedule_time: '2026-03-01T00:00:00.000Z',
    jitter: '30s',
  });
  expect(scheduleOf({ ...values, kind: 'every' })).toMatchObject({ every: '15m', max_runs: 10 });
  expect(scheduleOf({ ...values, kind: 'none' })).toEqual({});
});

it('A kind of schedule that does not go with the type gives way', () => {
  const values = valuesOf(FULL, 'UTC');
  expect(changed(values, { trigger_type: 'api' }).kind).toBe('none');
  expect(changed(values, { trigger_type: 'time-based' }).kind).toBe('once');
  expect(changed({ ...values, kind: 'delay' }, { trigger_type: 'time-based' }).kind).toBe('delay');
});

it('A number that is none is left for the api to refuse', () => {
  expect(scheduleOf({ ...valuesOf(FULL, 'UTC'), max_runs: 'many' }).max_runs).toBe('many');
});

it('What cannot be sent is told at its pointer', () => {
  const values = { ...valuesOf(FULL, 'UTC'), api_payload: '{"a":', payload_schema: '[]', labels: ['team'] };
  expect(bodyOf(values).faults).toEqual({
    '/api_payload': expect.stringContaining('is not JSON') as string,
    '/payload_schema': 'must be a JSON object: { … }',
    '/labels': '“team” needs a key and a value: team:payments',
  });
});

it('A trigger is told as what one would send to make it', () => {
  const trigger = { ...FULL, destinations: [{ id: 'd1' }], alert_destinations: [] };
  expect(definitionOf(trigger as never).destinations).toEqual(['d1']);
});
