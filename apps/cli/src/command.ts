/** Where a command writes, and what it was told. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  readInput(): Promise<string>;
}

export interface Command {
  /** One line for the list of commands. */
  summary: string;
  help: string;
  /** Answers the exit code. Throws {@link UsageError} for arguments that it does not understand. */
  run(args: string[], terminal: Terminal, env: NodeJS.ProcessEnv): Promise<number>;
}

/** What was asked cannot be understood: exit code 2. */
export class UsageError extends Error {}

/** What was asked cannot be done, with a sentence for the person who asked: exit code 1. */
export class Trouble extends Error {}
