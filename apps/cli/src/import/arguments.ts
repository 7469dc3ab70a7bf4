import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../command.js';

const FORMATS = ['crontab', 'csv', 'json'] as const;
type Format = (typeof FORMATS)[number];

export interface ImportArguments {
  /** `-` is standard input. */
  file: string;
  format: Format;
  /** What the file is known by: it is in the keys and labels of its triggers. */
  source: string;
  timezone: string;
  system: boolean;
  destination: string | undefined;
  apply: boolean;
  url: string | undefined;
  project: string | undefined;
}

/** Throws {@link UsageError}, and what `parseArgs` throws. */
export function readArguments(args: string[]): ImportArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      source: { type: 'string' },
      timezone: { type: 'string' },
      system: { type: 'boolean', default: false },
      destination: { type: 'string' },
      apply: { type: 'boolean', default: false },
      url: { type: 'string' },
      project: { type: 'string' },
    },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0)
    throw new UsageError('Name one file, or - for standard input.');
  const source = values.source ?? (file === '-' ? 'stdin' : basename(file));
  if (source === '' || source.length > 100)
    throw new UsageError('--source has to be 1 to 100 characters long.');
  return {
    file,
    source,
    format: formatOf(values.format, file),
    timezone: values.timezone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    system: values.system,
    destination: values.destination,
    apply: values.apply,
    url: values.url,
    project: values.project,
  };
}

/** As said, else by the file's name; a crontab has none of its own. */
function formatOf(said: string | undefined, file: string): Format {
  const format = said ?? (extname(file).slice(1).toLowerCase() || 'crontab');
  const known = FORMATS.find((one) => one === format);
  if (known) return known;
  if (said === undefined) return 'crontab';
  throw new UsageError(`--format is one of ${FORMATS.join(', ')}, not ${said}.`);
}
