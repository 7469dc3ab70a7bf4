import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Evaluation, EvaluationRequest } from './evaluation.js';

const PROGRAM = fileURLToPath(new URL('./template-child.js', import.meta.url));
const HEAP_MB = 64;
const START_MS = 10_000;
const TIME_LIMIT_MS = 1000;
/** A process that nobody needs is let go after this. */
const IDLE_MS = 30_000;

/**
 * One process that evaluates templates, one at a time, started when it is needed. A thread would not do: one that runs
 * out of memory in a single allocation takes the whole process with it.
 */
export class TemplateProcess {
  private child: Promise<ChildProcess> | undefined;
  private idle: NodeJS.Timeout | undefined;

  /** Never rejects. The time starts when the process is ready. */
  async evaluate(request: EvaluationRequest): Promise<Evaluation> {
    clearTimeout(this.idle);
    try {
      const child = await (this.child ??= start());
      return await this.ask(child, request);
    } catch (error) {
      this.stop();
      return { error: `it could not be evaluated: ${(error as Error).message}`, final: false };
    } finally {
      this.idle = setTimeout(() => this.stop(), IDLE_MS).unref();
    }
  }

  stop(): void {
    clearTimeout(this.idle);
    void this.child?.then(
      (child) => child.kill('SIGKILL'),
      () => {},
    );
    this.child = undefined;
  }

  private ask(child: ChildProcess, request: EvaluationRequest): Promise<Evaluation> {
    return new Promise((resolve, reject) => {
      let judging: NodeJS.Immediate | undefined;
      const settled = () => {
        clearTimeout(timer);
        clearImmediate(judging);
        forget(child);
      };
      const settle = (evaluation: Evaluation) => {
        settled();
        resolve(evaluation);
      };
      const fail = (error: Error) => {
        settled();
        reject(error);
      };
      const judge = () => {
        this.stop();
        settle({ error: `it takes longer than ${TIME_LIMIT_MS} ms`, final: true });
      };
      // our own process may have been held up: an answer that has come meanwhile is read first
      const timer = setTimeout(() => (judging = setImmediate(judge)), TIME_LIMIT_MS);
      child.once('message', (answer) => settle(answer as Evaluation));
      child.once('error', fail);
      child.once('exit', (_code, signal) => {
        this.child = undefined;
        settle(
          signal === 'SIGABRT' // what V8 does at the end of its heap
            ? { error: 'it takes too much memory', final: true }
            : { error: 'its evaluation was interrupted', final: false },
        );
      });
      child.send(request, (error) => error && fail(error));
    });
  }
}

/** Until it is asked again nobody listens; an error without a listener would be thrown. */
function forget(child: ChildProcess): void {
  for (const event of ['message', 'error', 'exit']) child.removeAllListeners(event);
  child.on('error', () => {});
}

function start(): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = fork(PROGRAM, [], {
      env: {},
      execArgv: [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=8', '--disable-proto=delete'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const late = setTimeout(() => child.kill('SIGKILL'), START_MS);
    const fail = (error: Error) => {
      clearTimeout(late);
      reject(error);
    };
    child.once('error', fail);
    child.once('exit', (code, signal) => fail(new Error(`its process ended (${signal ?? code})`)));
    child.once('message', () => {
      clearTimeout(late);
      forget(child);
      // it must not keep ours from ending
      child.unref();
      child.channel?.unref();
      resolve(child);
    });
  });
}
