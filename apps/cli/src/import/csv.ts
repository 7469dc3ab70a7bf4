import { parse } from 'csv-parse/sync';
import { CsvError } from 'csv-parse/sync';
import { Trouble } from '../command.js';
import type { ReadFile, TriggerBody } from './entry.js';

interface Row {
  record: Record<string, string>;
  info: { lines: number };
}

/** How the text of a column becomes the value of a field. Throws a SyntaxError for a text that is none. */
const COLUMNS: Record<string, (text: string) => TriggerBody> = {
  url: (url) => ({ destinations: [{ url }] }),
  destination: (id) => ({ destinations: [id] }),
  payload: (text) => ({ api_payload: JSON.parse(text) as unknown }),
  payload_schema: (text) => ({ payload_schema: JSON.parse(text) as unknown }),
  labels: (text) => ({ labels: JSON.parse(text) as unknown }),
  enabled: (text) => ({ enabled: text === 'true' ? true : text === 'false' ? false : text }),
  max_runs: (text) => ({ max_runs: /^\d+$/.test(text) ? Number(text) : text }),
  retention: (text) => ({ retention: JSON.parse(text) as unknown }),
  alert_destinations: (text) => ({ alert_destinations: JSON.parse(text) as unknown }),
  ...asTheyAre(
    'name description external_key trigger_type schedule_time delay cron timezone every start_at end_at jitter overlap misfire_policy misfire_grace expect_every',
  ),
};
const SCHEDULES = ['cron', 'every', 'schedule_time', 'delay'];

/**
 * A table with a heading as triggers: a column is a field of a trigger, `url` or `destination` where its events go,
 * `payload` JSON. An empty field is left out. Throws {@link Trouble} for what is no such table.
 */
export function readCsv(
  text: string,
  defaults: { timezone: string; destination: string | object | undefined },
): ReadFile {
  const read: ReadFile = { entries: [], faults: [], notes: [] };
  for (const { record, info } of rowsOf(text)) {
    const trigger: TriggerBody = {};
    for (const [column, field] of Object.entries(record).filter(([, field]) => field !== '')) {
      try {
        Object.assign(trigger, COLUMNS[column]!(field));
      } catch (error) {
        read.faults.push({ line: info.lines, detail: `${column}: is no JSON: ${(error as Error).message}` });
      }
    }
    trigger['trigger_type'] ??= SCHEDULES.some((field) => field in trigger) ? 'scheduled' : 'api';
    if ('cron' in trigger) trigger['timezone'] ??= defaults.timezone;
    if (defaults.destination !== undefined) trigger['destinations'] ??= [defaults.destination];
    read.entries.push({ line: info.lines, trigger, identity: String(trigger['name']) });
  }
  return read;
}

function rowsOf(text: string): Row[] {
  try {
    return parse(text, {
      bom: true,
      columns: (header: string[]) => header.map(known),
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Row[];
  } catch (error) {
    if (error instanceof CsvError) throw new Trouble(`This is no CSV: ${error.message}`);
    throw error;
  }
}

function known(column: string): string {
  if (Object.hasOwn(COLUMNS, column)) return column;
  throw new Trouble(`There is no column ${column}. There are ${Object.keys(COLUMNS).join(', ')}.`);
}

function asTheyAre(names: string): Record<string, (text: string) => TriggerBody> {
  return Object.fromEntries(names.split(' ').map((name) => [name, (text: string) => ({ [name]: text })]));
}
