import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'vitest';
import { ApiClient } from './api-client.js';
import { eventually } from './eventually.js';

const ROOT = join(import.meta.dirname, '..', '..');

/** `npm start` without npm: the launcher as a person would start it, with what it printed. */
export class Launcher {
  output = '';
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  private readonly child: ChildProcess;

  constructor(env: NodeJS.ProcessEnv) {
    this.child = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.ended = once(this.child, 'exit').then(
      ([code, signal]) => (code ?? signal) as number | NodeJS.Signals,
    );
  }

  get pid(): number {
    return this.child.pid!;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The api that it says to have started, once it says so. */
  async api(): Promise<ApiClient> {
    await eventually(
      () => {
        if (this.running) expect(this.output).toContain('Ctrl-C stops everything');
      },
      { within: 60_000 },
    );
    const [, url] = /API\s+(http:\S+)/.exec(this.output) ?? [];
    if (!url) throw new Error(`The launcher ended before it was ready.\n${this.output}`);
    return new ApiClient(url);
  }

  async end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    this.child.kill(signal);
    return this.ended;
  }
}
