import { ConfigError } from '@app/config';
import { archive } from './archive/archive.command.js';
import { type Command, type Terminal, Trouble, UsageError } from './command.js';
import { importCrontab } from './import/import-crontab.command.js';

const commands: Record<string, Command> = {
  'import-crontab': importCrontab,
  archive,
};

/** Runs the command that the first argument names; answers the exit code. Never throws. */
export async function run(args: string[], terminal: Terminal, env: NodeJS.ProcessEnv): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    terminal.out(helpOn(commands[rest[0] ?? '']));
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    terminal.err(`There is no command ${name}.\n\n${helpOn()}`);
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(command.help);
    return 0;
  }
  return command.run(rest, terminal, env).catch((error: unknown) => {
    const isExpected = error instanceof Trouble || error instanceof ConfigError;
    const isUsage = error instanceof UsageError || isArgumentFault(error);
    terminal.err(isExpected || isUsage ? (error as Error).message : String((error as Error)?.stack ?? error));
    if (isUsage) terminal.err(`\n${command.help}`);
    return isUsage ? 2 : 1;
  });
}

function helpOn(command?: Command): string {
  if (command) return command.help;
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const list = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'usage: npm run cli -- COMMAND [ARGUMENTS]',
    '',
    ...list,
    '',
    'npm run cli -- COMMAND --help says more. The api is at ETP_URL (http://localhost:8000); ETP_API_KEY is sent to it.',
  ].join('\n');
}

/** What `parseArgs` throws for an option that there is not, or a value that is missing. */
function isArgumentFault(error: unknown): boolean {
  return String((error as { code?: unknown } | null)?.code).startsWith('ERR_PARSE_ARGS_');
}
