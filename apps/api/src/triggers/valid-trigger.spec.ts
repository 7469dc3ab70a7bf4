import { describe, expect, it } from 'vitest';
import type { Fault } from '@app/errors';
import { DraftDto } from './firing.dto.js';
import { validTrigger } from './valid-trigger.js';

const TIME = '2026-03-01T10:00:00Z';
const API = { name: 'Order placed', trigger_type: 'api' };
const SCHEDULED = { name: 'Nightly', trigger_type: 'scheduled', schedule_time: TIME };
const DESTINATION = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';

function faults(body: unknown): Fault[] {
  try {
    validTrigger(body);
  } catch (error) {
    expect(error).toHaveProperty('kind', 'invalid');
    return (error as { faults: Fault[] }).faults;
  }
  return [];
}
const pointers = (body: unknown) => faults(body).map(({ pointer }) => pointer);

describe('A trigger', () => {
  it.each<[string, object]>([
    ['of type api alone', API],
    ['of type api with a time', { ...API, schedule_time: TIME }],
    ['of type api with a delay', { ...API, delay: '10m' }],
    ['of type scheduled with a time', SCHEDULED],
    ['of type scheduled with a delay', { name: 'x', trigger_type: 'scheduled', delay: '1ms' }],
    ['of type time-based with a time', { ...SCHEDULED, trigger_type: 'time-based' }],
    ['of type time-based with a delay', { name: 'x', trigger_type: 'time-based', delay: '10m' }],
    [
      'with nulls where they mean nothing',
      { ...SCHEDULED, delay: null, external_key: null, retention: null },
    ],
    [
      'with destinations by id and inline',
      { ...API, destinations: [DESTINATION, { url: 'https://x.example' }] },
    ],
    ['that keeps its events for ever', { ...API, retention: { archive_after: '1h', delete_after: 'never' } }],
    ['that never archives', { ...API, retention: { archive_after: 'never', delete_after: 'never' } }],
    [
      'that archives and deletes at once',
      { ...API, retention: { archive_after: '60m', delete_after: '1h' } },
    ],
    [
      'with everything else',
      {
        ...API,
        description: '',
        enabled: false,
        labels: { team: 'a' },
        external_key: 'orders',
        misfire_policy: 'skip',
        misfire_grace: '0s',
        api_payload: { any: { constructor: 1 } },
        payload_schema: { type: 'object' },
      },
    ],
  ])('may be one %s', (_, body) => {
    expect(faults(body)).toEqual([]);
    expect(validTrigger(body)).toBe(body);
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', undefined, ['/name', '/trigger_type']],
    ['a list', [], ['']],
    ['no name', { trigger_type: 'api' }, ['/name']],
    ['an empty name', { ...API, name: '' }, ['/name']],
    ['a name too long', { ...API, name: 'x'.repeat(201) }, ['/name']],
    ['no type', { name: 'x' }, ['/trigger_type']],
    ['a type that there is not', { name: 'x', trigger_type: 'invalid-type' }, ['/trigger_type']],
    ['no time though it is scheduled', { ...SCHEDULED, schedule_time: null }, ['/schedule_time']],
    ['no time though it is time-based', { name: 'x', trigger_type: 'time-based' }, ['/schedule_time']],
    ['a time and a delay', { ...SCHEDULED, delay: '10m' }, ['/delay']],
    ['a time that is none', { ...SCHEDULED, schedule_time: 'soon' }, ['/schedule_time']],
    ['a delay of nothing', { ...API, delay: '0s' }, ['/delay']],
    ['an unknown misfire policy', { ...API, misfire_policy: 'ignore' }, ['/misfire_policy']],
    ['a payload that is no object', { ...API, api_payload: [] }, ['/api_payload']],
    ['a null payload', { ...API, api_payload: null }, ['/api_payload']],
    ['destinations that are no list', { ...API, destinations: DESTINATION }, ['/destinations']],
    ['a destination that is no id', { ...API, destinations: [DESTINATION, 'x'] }, ['/destinations/1']],
    ['a destination without a URL', { ...API, destinations: [{ name: 'x' }] }, ['/destinations/0/url']],
    [
      'a fault deep in a destination',
      { ...API, destinations: [{ url: 'https://x.example', retry: { max_attempts: 0 } }] },
      ['/destinations/0/retry/max_attempts'],
    ],
    ['more than 20 destinations', { ...API, destinations: Array(21).fill(DESTINATION) }, ['/destinations']],
    [
      'a retention without an end',
      { ...API, retention: { archive_after: '1h' } },
      ['/retention/delete_after'],
    ],
    [
      'a retention that deletes before it archives',
      { ...API, retention: { archive_after: '2h', delete_after: '1h' } },
      ['/retention/delete_after'],
    ],
    [
      'a retention that deletes and never archives',
      { ...API, retention: { archive_after: 'never', delete_after: '48h' } },
      ['/retention/delete_after'],
    ],
    [
      'a retention below a second',
      { ...API, retention: { archive_after: '500ms', delete_after: '1h' } },
      ['/retention/archive_after'],
    ],
    ['a field that there is not', { ...API, colour: 'red' }, ['/colour']],
    ['a field that only answers have', { ...API, next_fire_at: TIME }, ['/next_fire_at']],
    [
      'several faults',
      { ...API, name: '', labels: [], destinations: ['x'] },
      ['/destinations/0', '/labels', '/name'],
    ],
  ])('with %s is refused with pointers', (_, body, expected) => {
    expect(pointers(body).toSorted()).toEqual(expected);
  });

  it.each([
    [
      {
        cron: '0 10 * * 1-5',
        timezone: 'Europe/Berlin',
        start_at: '2030-01-01T00:00:00Z',
        max_runs: 5,
        jitter: '1m',
      },
    ],
    [{ every: '30m', end_at: '2030-01-01T00:00:00Z', overlap: 'skip', misfire_policy: 'fire_all' }],
  ])('that recurs is taken: %j', (schedule) => {
    const { schedule_time: _time, ...rest } = SCHEDULED as Record<string, unknown>;

    expect(pointers({ ...rest, ...schedule })).toEqual([]);
  });

  it.each([
    [{ cron: '0 0 30 2 *' }, '/cron'],
    [{ cron: 'soon' }, '/cron'],
    [{ cron: 7 }, '/cron'],
    [{ cron: '* * * * *', timezone: 'Mars/Olympus' }, '/timezone'],
    [{ every: '500ms' }, '/every'],
    [{ every: '30m', cron: '* * * * *' }, '/every'],
    [{ every: '30m', start_at: '2030-01-02T00:00:00Z', end_at: '2030-01-01T00:00:00Z' }, '/end_at'],
    [{ every: '30m', max_runs: 0 }, '/max_runs'],
    [{ every: '30m', max_runs: 1.5 }, '/max_runs'],
    [{ every: '30m', jitter: '30m' }, '/jitter'],
    [{ every: '30m', overlap: 'queue' }, '/overlap'],
    [{ every: '30m', trigger_type: 'time-based' }, '/every'],
    [{ cron: '* * * * *', trigger_type: 'api' }, '/cron'],
    [{ schedule_time: '2030-01-01T00:00:00Z', max_runs: 5 }, '/max_runs'],
  ])('that recurs badly is told where: %j', (schedule, pointer) => {
    const { schedule_time: _time, ...rest } = SCHEDULED as Record<string, unknown>;

    expect(pointers({ ...rest, ...schedule })).toEqual([pointer]);
  });

  it('is told one fault of each field', () => {
    const all = pointers({ ...SCHEDULED, cron: '* * * * *', delay: 7, name: 7 });

    expect(new Set(all).size).toBe(all.length);
  });

  it('that is a draft may bring a payload; a saved one may not', () => {
    const draft = { ...API, payload: { a: 1 } };

    expect(validTrigger(draft, DraftDto)).toBe(draft);
    expect(pointers(draft)).toEqual(['/payload']);
  });
});
