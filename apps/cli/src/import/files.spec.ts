import { describe, expect, it } from 'vitest';
import { batchesOf } from './batches.js';
import { readCsv } from './csv.js';
import { readJson } from './json.js';
import { withKeys } from './keys.js';
import { firingTime, tableOf } from './table.js';

const csv = (text: string, destination?: string) => readCsv(text, { timezone: 'Europe/Berlin', destination });
const entry = (identity: string, line = 1, trigger: object = {}) => ({
  line,
  identity,
  trigger: { name: identity, ...trigger },
});

describe('A CSV table', () => {
  it('is triggers, each a line with the fields that it fills', () => {
    const { entries, faults } = csv(
      `\uFEFFname,cron,timezone,every,url,payload,external_key,enabled,max_runs
"Report, nightly",0 3 * * *,,,https://x.example/in,"{""a"":
 1}",nightly,false,3

Poll,,UTC,30m,,,,,
By hand,,,,,,,,`,
      'D',
    );

    expect(faults).toEqual([]);
    expect(entries.map(({ trigger }) => trigger)).toEqual([
      {
        name: 'Report, nightly',
        trigger_type: 'scheduled',
        cron: '0 3 * * *',
        timezone: 'Europe/Berlin',
        destinations: [{ url: 'https://x.example/in' }],
        api_payload: { a: 1 },
        external_key: 'nightly',
        enabled: false,
        max_runs: 3,
      },
      { name: 'Poll', trigger_type: 'scheduled', timezone: 'UTC', every: '30m', destinations: ['D'] },
      { name: 'By hand', trigger_type: 'api', destinations: ['D'] },
    ]);
    expect(entries.map(({ line }) => line)).toEqual([3, 5, 6]);
  });

  it('leaves it to the api to judge a number that is none', () => {
    const { entries } = csv('name,max_runs,retention\na,ten,"{""archive_after"":""1h""}"\nb,"1,000",');

    expect(entries.map(({ trigger }) => trigger['max_runs'])).toEqual(['ten', '1,000']);
    expect(entries[0]!.trigger['retention']).toEqual({ archive_after: '1h' });
  });

  it('says which payload is no JSON', () => {
    expect(csv('name,payload\na,{}\nb,{').faults).toEqual([
      { line: 3, detail: expect.stringMatching(/^payload: is no JSON/) as string },
    ]);
  });

  it.each([
    ['name,colour\na,red', /no column colour/],
    ['name,cron\n"a,b', /no CSV/],
    ['name,cron\na,b,c', /no CSV/],
  ])('that is none is refused: %j', (text, message) => {
    expect(() => csv(text)).toThrow(message);
  });
});

describe('A JSON file', () => {
  it('is an array of triggers, bare or as `triggers`', () => {
    const list = [
      { name: 'a', trigger_type: 'api' },
      { name: 'b', destinations: [] },
    ];

    expect(readJson(JSON.stringify(list)).entries.map(({ trigger }) => trigger)).toEqual(list);
    expect(readJson(JSON.stringify({ triggers: list }), 'D').entries).toEqual([
      { line: 1, identity: 'a', trigger: { ...list[0], destinations: ['D'] } },
      { line: 2, identity: 'b', trigger: list[1] },
    ]);
    expect(readJson('[{}, 7]').faults).toEqual([{ line: 2, detail: 'must be a JSON object' }]);
  });

  it.each(['{', '7', 'null', '{"data": []}'])('that is none is refused: %s', (text) => {
    expect(() => readJson(text)).toThrow(/JSON/);
  });
});

describe('The key of an imported trigger', () => {
  const keys = (...entries: ReturnType<typeof entry>[]) =>
    withKeys(entries, 'etc').entries.map(({ trigger }) => trigger.external_key);

  it('is its own, or made of the source and of what tells it from the others', () => {
    const [a, b] = keys(entry('a'), entry('b', 2, { external_key: 'own' }));

    expect(a).toMatch(/^etc:[0-9a-f]{16}$/);
    expect(b).toBe('own');
    expect(keys(entry('a', 7, { cron: 'edited' }))).toEqual([a]);
    expect(keys(entry('a'), entry('a', 2))).toEqual([a, `${String(a)}:2`]);
    expect(withKeys([entry('a')], 'other').entries[0]!.trigger.external_key).not.toBe(a);
  });

  it('is in the file once', () => {
    const twice = [entry('a', 3, { external_key: 'k' }), entry('b', 5, { external_key: 'k' })];

    expect(withKeys(twice, 'etc').faults).toEqual([{ line: 5, detail: 'has the external_key of line 3' }]);
  });

  it('leaves labels that are none to the api to refuse', () => {
    expect(withKeys([entry('a', 1, { labels: ['x'] })], 'jobs').entries[0]!.trigger['labels']).toEqual(['x']);
  });

  it('comes with a label of the source beside those that it has', () => {
    const [labelled, wrong] = withKeys(
      [entry('a', 1, { labels: { team: 'x' } }), entry('b', 2, { labels: 7 })],
      'etc',
    ).entries;

    expect(labelled!.trigger).toMatchObject({ labels: { team: 'x', 'imported-from': 'etc' } });
    expect(wrong!.trigger).toMatchObject({ labels: 7 });
  });
});

describe('Batches', () => {
  it('have up to 1,000 triggers, in order', () => {
    const all = Array.from({ length: 2001 }, (_, n) => entry(String(n)));

    expect(batchesOf(all).map(({ length }) => length)).toEqual([1000, 1000, 1]);
    expect(batchesOf(all).flat()).toEqual(all);
    expect(batchesOf([])).toEqual([]);
  });

  it('stay within 4 MiB', () => {
    const large = { api_payload: { text: 'é'.repeat(900_000) } };

    expect(
      batchesOf([1, 2, 3, 4, 5].map((n) => entry(String(n), n, large))).map(({ length }) => length),
    ).toEqual([2, 2, 1]);
  });
});

describe('The table', () => {
  it('shows what is done to which line', () => {
    const trigger = {
      external_key: 'k',
      name: 'Nightly\nreport',
      outcome: 'created' as const,
      schedule: 'At 03:00 AM (Europe/Berlin)',
      next_fire_at: '2026-07-01T01:00:00.000Z',
      destinations: [],
    };

    expect(tableOf([{ entry: entry('a', 12, { timezone: 'Europe/Berlin' }), trigger }])).toEqual([
      'line  action   name            schedule                     next firing',
      '12    created  Nightly report  At 03:00 AM (Europe/Berlin)  2026-07-01 03:00 Europe/Berlin',
    ]);
    expect(firingTime(null, 'UTC')).toBe('-');
    expect(firingTime('2026-07-01T01:00:30.000Z', undefined)).toBe('2026-07-01 01:00:30 UTC');
  });
});
