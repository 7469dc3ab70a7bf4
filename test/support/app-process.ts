import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { bundled } from './bundled.js';

const ROOT = join(import.meta.dirname, '..', '..');
const CHUNKS_SHOWN = 100;

/** An api or worker: a process of its own, as it is deployed, but that the build was bundled to start faster. */
export class AppProcess {
  private readonly chunks: string[] = [];

  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    /** Its exit code once it is gone, or the signal that ended it. */
    readonly exited: Promise<number | NodeJS.Signals>,
  ) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => this.chunks.push(text));
  }

  /** Resolves when it is ready to serve. It stops by itself when this process ends, since that breaks its channel. */
  static async start(name: 'api' | 'worker', env: NodeJS.ProcessEnv): Promise<AppProcess> {
    const child = spawn(process.execPath, bundled(name), {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const exited = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
    const app = new AppProcess(name, child, exited);
    const ended = await Promise.race([once(child, 'message').then(() => undefined), exited]);
    if (ended === undefined) return app;
    throw new Error(`The ${name} ended (${ended}) before it was ready.\n${app.log()}`);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Asks it to stop, as any supervisor does; answers its exit code, or the signal that ended it. */
  async stop(): Promise<number | NodeJS.Signals> {
    this.child.kill('SIGTERM');
    return this.exited;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** The end of what it has written, for whoever reads why a test failed. */
  log(): string {
    const { pid, exitCode, signalCode } = this.child;
    const state = this.running ? 'running' : `ended with ${exitCode ?? signalCode}`;
    return `── ${this.name} ${pid}, ${state}\n${this.chunks.slice(-CHUNKS_SHOWN).join('')}`;
  }

  /** All that it has written so far. */
  get output(): string {
    return this.chunks.join('');
  }
}

/** A command of the image (`migrate`, `rotate-secrets`) as it is run from the build; settles when it has ended. */
export async function runCommand(
  name: string,
  env: NodeJS.ProcessEnv,
): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn(process.execPath, [`dist/apps/api/src/${name}.js`], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(child, 'close');
  return { exitCode: child.exitCode, output };
}
