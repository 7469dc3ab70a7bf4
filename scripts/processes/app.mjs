// @ts-check
import { spawn } from 'node:child_process';
import { Trouble } from '../say.mjs';
import { ended, stopProcess } from './stop.mjs';

/** An application is given this long to boot, and this long to drain. */
const BOOT_LIMIT = 60_000;
const DRAIN_LIMIT = 15_000;

/**
 * @typedef {object} App
 * @property {import('node:child_process').ChildProcess} process
 * @property {Promise<string>} ready its URL, once it listens
 * @property {Promise<string>} ended how it ended, in words
 * @property {() => Promise<boolean>} stop whether it drained in time
 */

/**
 * Starts one of our applications. The IPC channel carries its `{type: 'ready', url}`, and by breaking tells it that the
 * launcher died; that is why it needs no tether. A session of its own keeps the terminal's Ctrl-C away from it: it is
 * the launcher that decides the order in which things stop.
 * @param {{ name: string, entry: string, env: NodeJS.ProcessEnv, cwd: string }} options
 * @returns {App}
 */
export function startApp({ name, entry, env, cwd }) {
  const child = spawn(process.execPath, [entry], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const end = ended(child);
  /** @type {Promise<string>} */
  const ready = new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Trouble(`The ${name} did not get ready within ${BOOT_LIMIT / 1000} s.`));
    }, BOOT_LIMIT);
    child.on('message', (message) => {
      const { type, url } = /** @type {{ type?: string, url?: string }} */ (message ?? {});
      if (type === 'ready') resolve(url ?? '');
    });
    void end.then((how) =>
      reject(new Trouble(`The ${name} ${how} before it was ready; its reason is above.`)),
    );
    const settled = () => clearTimeout(limit);
    child.once('error', reject).once('message', settled).once('exit', settled);
  });
  ready.catch(() => {}); // whoever waits for it hears of it
  return { process: child, ready, ended: end, stop: () => stopProcess(child, { grace: DRAIN_LIMIT }) };
}
