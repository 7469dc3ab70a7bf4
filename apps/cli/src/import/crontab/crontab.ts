import type { Entry, ReadFile, Remark } from '../entry.js';
import { readJob } from './crontab-job.js';

const VARIABLE = /^(["']?)([A-Za-z_]\w*)\1\s*=\s*(.*)$/;
const KEY = /^key:\s*(\S.*)$/i;
/** A job that is turned off, or the heading of its columns: no name for the job below. */
const NO_NAME = /^(@\w+\s|[\d*][\d*,/-]*\s+[\d*]|m(in(ute)?)?\s+h(our)?\s)/i;

export interface CrontabOptions {
  /** The zone that times are meant in until the file says otherwise. */
  timezone: string;
  system: boolean;
  /** Where commands go, by id or inline; without one they are faults. */
  destination: string | object | undefined;
}

/**
 * A crontab (Vixie cron's) as triggers. The comment just above a job names it; `CRON_TZ=` and `TZ=` set the zone of the
 * jobs below, other variables are left out.
 */
export function readCrontab(text: string, options: CrontabOptions): ReadFile {
  const read: ReadFile = { entries: [], faults: [], notes: [] };
  let { timezone } = options;
  let comment: string[] = [];
  let key: string | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const at = (detail: string): Remark => ({ line: index + 1, detail });
    const line = raw.trim();
    if (line.startsWith('#')) {
      const said = line.replace(/^#+\s*/, '');
      const [, own] = KEY.exec(said) ?? [];
      if (own !== undefined) key = own.trim();
      else if (NO_NAME.test(said)) comment = [];
      else if (said !== '') comment.push(said);
      continue;
    }
    const [, , name, value = ''] = VARIABLE.exec(line) ?? [];
    if (name === 'CRON_TZ' || name === 'TZ') timezone = value.trim().replace(/^(["'])(.*)\1$/, '$2');
    else if (name !== undefined)
      read.notes.push(at(`${name} is left out: it is for commands, and none is run`));
    else if (line !== '') {
      const job = readJob(line, { timezone, comment, key, system: options.system });
      if (typeof job === 'string') read.faults.push(at(job));
      else if (job.isCommand && options.destination === undefined) read.faults.push(at(NEEDS_DESTINATION));
      else {
        read.entries.push(entryOf(index + 1, job, options.destination));
        read.notes.push(...job.notes.map(at));
      }
    }
    comment = [];
    key = undefined;
  }
  return read;
}

const NEEDS_DESTINATION =
  'is a command and no plain curl or wget of one URL: say with --destination where its payload {"command": "…"} goes';

function entryOf(
  line: number,
  { trigger, identity, isCommand }: Exclude<ReturnType<typeof readJob>, string>,
  destination: string | object | undefined,
): Entry {
  return { line, trigger: isCommand ? { ...trigger, destinations: [destination] } : trigger, identity };
}
