// @ts-check
import { setTimeout as sleep } from 'node:timers/promises';
import { say, seconds, Trouble } from '../say.mjs';
import { startApp } from './app.mjs';

const QUICK_DEATH = 10_000;
const QUICK_DEATHS_ALLOWED = 5;

/**
 * Keeps one application running: starts it again when it dies, more patiently each time, and gives up when it keeps
 * dying. The first start is different: what fails then is a setting, and trying again would only hide the message.
 */
export class Supervisor {
  /** @type {import('./app.mjs').App | undefined} */
  #app;
  #stop = new AbortController();
  /** @type {(failure: Trouble) => void} */
  #giveUp = () => {};

  /**
   * @param {Parameters<typeof startApp>[0]} what
   * @param {{ waitForChange?: boolean }} [options] with waitForChange a dead application waits for `restart()`
   */
  constructor(what, { waitForChange = false } = {}) {
    this.what = what;
    this.waitForChange = waitForChange;
    /** Rejects when the application cannot be kept running. @type {Promise<never>} */
    this.failed = new Promise((_, reject) => (this.#giveUp = reject));
    this.failed.catch(() => {});
  }

  /** Starts the application; resolves with its URL once it is ready. */
  async start() {
    this.#stop = new AbortController();
    const app = this.#launch();
    const url = await app.ready;
    void this.#keep(app, this.#stop.signal);
    return url;
  }

  async stop() {
    this.#stop.abort();
    const drained = (await this.#app?.stop()) ?? true;
    if (!drained) say(`the ${this.what.name} did not stop in time and was killed`);
  }

  /** After a build: the old process drains, then the new one starts. */
  async restart() {
    await this.stop();
    return this.start();
  }

  #launch() {
    this.#app = startApp(this.what);
    return this.#app;
  }

  /** @param {import('./app.mjs').App} app @param {AbortSignal} stopped */
  async #keep(app, stopped) {
    const { name } = this.what;
    for (let quickDeaths = 0; ;) {
      const began = performance.now();
      const how = await app.ended;
      if (stopped.aborted) return;
      if (this.waitForChange) return say(`the ${name} ${how}; the next change starts it again`);

      quickDeaths = performance.now() - began < QUICK_DEATH ? quickDeaths + 1 : 1;
      if (quickDeaths > QUICK_DEATHS_ALLOWED) {
        return this.#giveUp(
          new Trouble(
            `The ${name} ${how}, and so it did ${quickDeaths} times in a row.`,
            'Its reasons are above.',
          ),
        );
      }
      const pause = 250 * 2 ** quickDeaths;
      say(`the ${name} ${how} unexpectedly; starting it again in ${seconds(pause)}`);
      await sleep(pause, undefined, { signal: stopped }).catch(() => {});
      if (stopped.aborted) return;
      app = this.#launch();
    }
  }
}
