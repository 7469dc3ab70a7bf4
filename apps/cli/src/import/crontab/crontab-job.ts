import type { TriggerBody } from '../entry.js';
import { openCron } from './cron-pattern.js';
import { webRequest } from './web-request.js';

const LONGEST_NAME = 200;
const JOB = /^(@\S+|(?:\S+\s+){4}\S+)(?:\s+(.*))?$/;
const USER = /^(\S+)(?:\s+(.*))?$/;

/** What stands above a job and holds for it. */
export interface JobContext {
  timezone: string;
  /** The lines of the comment just above. */
  comment: string[];
  /** Its own key, by a comment `# key: …`. */
  key: string | undefined;
  /** Whether the first word of the command is the user who runs it, as in /etc/crontab. */
  system: boolean;
}

export interface Job {
  trigger: TriggerBody;
  identity: string;
  /** Whether it needs a destination that is said elsewhere: it is a command, and not a request. */
  isCommand: boolean;
  notes: string[];
}

/** A line of a crontab that is a job; a string says why it can be none. */
export function readJob(line: string, { timezone, comment, key, system }: JobContext): Job | string {
  const [, pattern, rest = ''] = JOB.exec(line.replace(/^-(?=[\d*])/, '')) ?? [];
  if (pattern === undefined)
    return 'is no job: five fields and a command, @daily and a command, or NAME=value';
  if (pattern.toLowerCase() === '@reboot') return '@reboot cannot be a trigger: it names no time';
  const [, user, afterUser = ''] = (system && USER.exec(rest)) || [];
  const { command, stdin } = splitPercents(system ? afterUser : rest);
  if (command === '') return system ? 'has no command after its user (--system)' : 'has no command';
  const { cron, note } = openCron(pattern);
  const request = stdin === undefined ? webRequest(command) : undefined;
  // A command line may hold secrets, and a name is shown to everybody: a request is named by where it goes.
  const [name = request?.title ?? command, ...description] = comment;
  return {
    trigger: {
      name: name.slice(0, LONGEST_NAME),
      ...(description.length > 0 && { description: description.join(' ').slice(0, 2000) }),
      trigger_type: 'scheduled',
      cron,
      timezone,
      ...(key !== undefined && { external_key: key }),
      api_payload: request?.payload ?? {
        command,
        ...(stdin !== undefined && { stdin }),
        ...(user !== undefined && { user }),
      },
      ...(request && { destinations: [request.destination] }),
    },
    identity: [...(user === undefined ? [] : [user]), command, ...(stdin === undefined ? [] : [stdin])].join(
      '\n',
    ),
    isCommand: request === undefined,
    notes: [...(note === undefined ? [] : [note]), ...(request?.notes ?? [])],
  };
}

/** cron ends the command at the first `%`; what follows is its input, with line breaks for further ones. `\%` is a `%`. */
function splitPercents(text: string): { command: string; stdin?: string } {
  const [command = '', ...input] = text.split(/(?<!\\)%/).map((part) => part.replaceAll('\\%', '%'));
  return { command: command.trim(), ...(input.length > 0 && { stdin: `${input.join('\n')}\n` }) };
}
