import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { EventView } from './event.view.js';
import { FORMATS } from './export.format.js';

const event: EventView = {
  id: '0193f6a0-0000-7000-8000-000000000000',
  project: 'default',
  trigger_id: null,
  trigger_name: 'Order "placed",\nby night',
  trigger_type: 'api',
  source: 'api',
  status: 'delivered',
  payload: { z: 1, a: '=1+1' },
  labels: { team: 'a' },
  scheduled_for: null,
  fired_at: new Date('2026-11-25T07:00:00Z'),
  lag_ms: -5,
  archived: false,
  archive_at: new Date('2026-11-25T09:00:00Z'),
  expires_at: null,
  hold: true,
  replay_of: null,
  created_at: new Date('2026-11-25T07:00:00Z'),
};

const csv = (...events: EventView[]) => {
  const { head, write } = FORMATS.csv;
  return parse<Record<string, string>>(head + write(events), { columns: true });
};

describe('An export as CSV', () => {
  it('has a column for each field of an event, and is read again as it was written', () => {
    const rows = csv(event, { ...event, trigger_name: 'second' });

    expect(rows).toHaveLength(2);
    expect(Object.keys(rows[0]!)).toEqual(Object.keys(event));
    expect(rows[0]).toMatchObject({
      trigger_id: '',
      trigger_name: event.trigger_name,
      payload: '{"z":1,"a":"=1+1"}',
      labels: '{"team":"a"}',
      fired_at: '2026-11-25T07:00:00.000Z',
      lag_ms: '-5',
      archived: 'false',
      hold: 'true',
      expires_at: '',
    });
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://evil","x")'])(
    'has no cell that a spreadsheet takes for a formula: %j',
    (trigger_name) => {
      expect(csv({ ...event, trigger_name })[0]).toHaveProperty('trigger_name', `'${trigger_name}`);
    },
  );

  it('ends its lines as RFC 4180 has it', () => {
    expect(FORMATS.csv.head).toMatch(/^id,project,.*,created_at\r\n$/);
    expect(FORMATS.csv.write([{ ...event, trigger_name: 'n' }])).toMatch(/^[^\n]*\r\n$/);
  });
});

describe('An export as NDJSON', () => {
  it('has an event a line', () => {
    const { head, write } = FORMATS.ndjson;
    const lines = (head + write([event, event])).split('\n');

    expect(lines).toHaveLength(3);
    expect(lines.at(-1)).toBe('');
    expect(JSON.parse(lines[0]!)).toEqual(JSON.parse(JSON.stringify(event)));
  });

  it('of nothing is empty', () => {
    expect(FORMATS.ndjson.write([])).toBe('');
  });
});
