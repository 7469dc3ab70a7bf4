import { Worker } from 'node:worker_threads';
import jsonata from 'jsonata';
import { LARGEST_BODY, type Evaluation, type EvaluationRequest } from './evaluation.js';

// A process of its own, without an environment, that evaluates one template after another. Whoever forked it ends it
// when a template takes too long; when a template takes too much memory, V8 does.

/** Beyond these JSONata itself gives up, with better words than those of a process that is killed. */
const LIMITS = { stack: 400, sequence: 100_000 };
const PARENT_CHECK_MS = 1000;

// The parent may be killed while a template runs on this thread, which would then never hear of it.
const watch = `setInterval(() => process.ppid === ${process.ppid} || process.kill(process.pid, 'SIGKILL'), ${PARENT_CHECK_MS})`;
new Worker(watch, { eval: true }).unref();

// These go to every process of a terminal; ours ends with its parent.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
process.on('disconnect', () => process.exit(0));
process.on('message', (request: EvaluationRequest) => {
  void evaluate(request).then((evaluation) => process.send!(evaluation));
});
process.send!('ready');

async function evaluate({ template, input }: EvaluationRequest): Promise<Evaluation> {
  try {
    // compiled anew each time: an expression keeps what it assigned
    return bodyOf(await jsonata(template, LIMITS).evaluate(input));
  } catch (error) {
    return { error: wordsOf(error), final: true };
  }
}

function bodyOf(result: unknown): Evaluation {
  const body = JSON.stringify(result) as string | undefined;
  if (body === undefined) return { error: 'it gives nothing for this event', final: true };
  if (Buffer.byteLength(body) > LARGEST_BODY)
    return { error: `what it gives is larger than ${LARGEST_BODY / 1024} KiB`, final: true };
  return { body };
}

function wordsOf(error: unknown): string {
  const { message = 'it failed', position } = error as { message?: string; position?: number };
  const words = message.slice(0, 500).replace(/\s+/g, ' ');
  return position === undefined ? words : `at position ${position}: ${words}`;
}
