import { stringify } from 'csv-stringify/sync';
import type { EventView } from './event.view.js';

export const EXPORT_FORMATS = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** How events are written one after the other. */
interface Format {
  contentType: string;
  /** What comes before the first event. */
  head: string;
  write: (events: EventView[]) => string;
}

/** Every field of an event, in the order of its view; payload and labels as JSON. */
const COLUMNS: (keyof EventView)[] = [
  'id',
  'project',
  'trigger_id',
  'trigger_name',
  'trigger_type',
  'source',
  'status',
  'payload',
  'labels',
  'scheduled_for',
  'fired_at',
  'lag_ms',
  'archived',
  'archive_at',
  'expires_at',
  'hold',
  'replay_of',
  'created_at',
];

/** As RFC 4180 has it. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
function asCsv(rows: readonly object[]): string {
  return stringify([...rows], {
    columns: COLUMNS,
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { boolean: String, date: (at) => at.toISOString(), object: (value) => JSON.stringify(value) },
  });
}

const HEADER = Object.fromEntries(COLUMNS.map((name) => [name, name]));

export const FORMATS: Record<ExportFormat, Format> = {
  ndjson: {
    contentType: 'application/x-ndjson; charset=utf-8',
    head: '',
    write: (events) => events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  },
  csv: { contentType: 'text/csv; charset=utf-8; header=present', head: asCsv([HEADER]), write: asCsv },
};
