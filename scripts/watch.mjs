// @ts-check
import { buildSteps, forgetStamp } from './steps/build.mjs';
import { spawnTethered } from './processes/tether.mjs';
import { stopProcess } from './processes/stop.mjs';
import { complain, say } from './say.mjs';

/**
 * Builds on every change and calls `rebuilt` after each build without errors; the compiler prints the others itself.
 * @param {string} root
 * @param {() => Promise<unknown>} rebuilt
 * @returns {() => Promise<unknown>} stops watching
 */
export function watch(root, rebuilt) {
  forgetStamp(root, 'server');
  const command = [...buildSteps.server.command, '--watch', '--preserveWatchOutput'];
  const compiler = spawnTethered(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let builds = 0;
  let restarting = Promise.resolve();
  compiler.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    if (!text.includes('Found 0 errors')) {
      if (text.includes('error')) console.error(text.trim());
      return;
    }
    if (++builds === 1) return; // what runs already
    restarting = restarting.then(async () => {
      say('rebuilt: restarting api and worker');
      await rebuilt().catch(complain);
    });
  });
  return () => stopProcess(compiler, { grace: 2000 });
}
