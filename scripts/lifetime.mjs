// @ts-check
import { complain, say } from './say.mjs';

/**
 * @typedef {object} Lifetime
 * @property {AbortSignal} signal aborted when we are asked to stop
 * @property {Promise<never>} asked rejects at the same moment; for racing
 * @property {(undo: () => Promise<unknown> | void) => void} onStop what was started last is stopped first
 */

const STOP_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs `body` until it returns, fails, or the process is asked to stop; then undoes, in reverse order, what `body`
 * had started. Being asked to stop is not a failure. Gives the exit code.
 *
 * A body that is interrupted is awaited before anything is undone: whatever it was just starting is then known too.
 * @param {(life: Lifetime) => Promise<number | void>} body
 */
export async function runUntilStopped(body) {
  const stop = new AbortController();
  /** @type {Promise<never>} */
  const asked = new Promise((_, reject) =>
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason)),
  );
  asked.catch(() => {}); // raced by the body; nobody has to listen

  // Ctrl-C under npm arrives twice (from the terminal and from npm), hence no "press again to kill".
  const ask = (/** @type {string} */ why) => {
    if (stop.signal.aborted) return;
    console.log();
    say(`${why}: stopping …`);
    stop.abort(new Error('asked to stop'));
  };
  for (const name of STOP_SIGNALS) process.on(name, ask);
  const orphanage = watchForOrphaning(() => ask('npm is gone'));

  /** @type {Array<() => Promise<unknown> | void>} */
  const undo = [];
  let code = 0;
  try {
    code = (await body({ signal: stop.signal, asked, onStop: (fn) => void undo.push(fn) })) ?? 0;
  } catch (failure) {
    if (!stop.signal.aborted) {
      complain(failure);
      code = 1;
    }
  }
  for (const fn of undo.toReversed()) {
    await Promise.resolve(fn()).catch((failure) => {
      complain(failure);
      code = 1;
    });
  }
  if (stop.signal.aborted) say('stopped');
  clearInterval(orphanage);
  return code;
}

/**
 * Under `npm start` our parent is npm. When npm is killed with -9 nobody can tell us, and whoever killed it believes
 * that everything is gone: so we go too. Started by hand we may outlive the shell (nohup, setsid).
 * @param {() => void} orphaned
 */
function watchForOrphaning(orphaned) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) orphaned();
  }, 500);
  return timer.unref();
}
