import { parseArgs } from 'node:util';
import type { ColdFilter } from '@app/retention';
import { UsageError } from '../command.js';

export interface ArchiveArguments {
  /** Objects; none means all. */
  names: string[];
  filter: ColdFilter;
  /** How long restored events live; undefined when it was not said. */
  livesFor: string | undefined;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** Throws {@link UsageError}, and what `parseArgs` throws. */
export function readArguments(args: string[]): ArchiveArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      id: { type: 'string', multiple: true },
      trigger: { type: 'string' },
      project: { type: 'string' },
      since: { type: 'string' },
      until: { type: 'string' },
      label: { type: 'string', multiple: true },
      q: { type: 'string' },
      for: { type: 'string' },
    },
  });
  const { id, trigger, project, since, until, label, q } = values;
  if (q === '') throw new UsageError('--q needs a text: an empty one is in every event.');
  return {
    names: positionals.map(nameOf),
    filter: {
      ...(id && { ids: id.map((one) => idOf('--id', one)) }),
      ...(trigger !== undefined && { trigger_id: idOf('--trigger', trigger) }),
      ...(project !== undefined && { project_id: idOf('--project', project) }),
      ...(since !== undefined && { since: timeOf('--since', since) }),
      ...(until !== undefined && { until: timeOf('--until', until) }),
      ...(label && { labels: Object.fromEntries(label.map(labelOf)) }),
      ...(q !== undefined && { q }),
    },
    livesFor: values.for,
  };
}

/** As listed, or the name of one of its two files. */
function nameOf(text: string): string {
  const name = text.replace(/\.(ndjson\.gz|manifest\.json)$/, '');
  if (/^[\w-]+$/.test(name)) return name;
  throw new UsageError(`${text} is not the name of an object: see archive list.`);
}

function idOf(option: string, text: string): string {
  if (UUID.test(text)) return text.toLowerCase();
  throw new UsageError(`${option} needs an id, not ${text}.`);
}

function timeOf(option: string, text: string): Date {
  const time = new Date(text);
  if (TIME.test(text) && !Number.isNaN(time.getTime())) return time;
  throw new UsageError(
    `${option} needs a date, or a time with its offset (2026-03-01T10:00:00Z), not ${text}.`,
  );
}

function labelOf(text: string): [string, string] {
  const [, name, value] = /^([^:]+):(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new UsageError(`--label needs NAME:VALUE, not ${text}.`);
  return [name, value];
}
