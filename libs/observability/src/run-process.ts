import { errorText } from './redact.js';

interface Running {
  app: { close(): Promise<void> };
  url: string;
}

const GRACE_MS = 25_000;

/**
 * The life of an api or worker process. It says `ready` to a parent that listens, and stops gracefully with exit code 0
 * on SIGTERM and SIGINT, and when the parent that started it is gone. A failed start, and an error that nobody caught,
 * exit with 1 and a message.
 */
export async function runProcess(start: () => Promise<Running>): Promise<void> {
  let running: Running | undefined;
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    Promise.resolve(running?.app.close()).then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.once('uncaughtException', fail);
  process.once('SIGTERM', stop).once('SIGINT', stop).once('disconnect', stop);
  try {
    running = await start();
  } catch (error) {
    fail(error);
  }
  if (process.connected) process.send?.({ type: 'ready', url: running.url });
}

/** The life of a command: it works, and is over. A failure exits with 1 and a message. */
export async function runCommand(work: () => Promise<void>): Promise<void> {
  process.once('uncaughtException', fail);
  await work().catch(fail);
}

/** Node itself would print all that hangs on the error. */
function fail(error: unknown): never {
  const isOurs = error instanceof Error && error.name === 'ConfigError';
  console.error(isOurs ? error.message : errorText(error));
  process.exit(1);
}
