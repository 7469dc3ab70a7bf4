// @ts-check
import { stripVTControlCharacters } from 'node:util';
import { buildSteps } from './steps/build.mjs';
import { stopProcess } from './processes/stop.mjs';
import { spawnTethered } from './processes/tether.mjs';
import { say } from './say.mjs';

/**
 * Serves the console from its sources, each change shown at once, in front of the api that runs. Says where, as soon as
 * that is known.
 * @param {string} root
 * @param {string} api its URL
 * @returns {() => Promise<unknown>} stops it
 */
export function serveConsoleSources(root, api) {
  const [vite = '', , ...config] = buildSteps.console.command; // the same command without `build`
  const server = spawnTethered(process.execPath, [vite, ...config, '--clearScreen', 'false'], {
    cwd: root,
    env: { ...process.env, CONSOLE_API: api },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let isSaid = false;
  server.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    const [, url] = /Local:\s+(http:\S+)/.exec(stripVTControlCharacters(text)) ?? [];
    if (url && !isSaid) say(`the console with hot reload: ${url}`);
    else if (isSaid) process.stdout.write(text);
    isSaid ||= url !== undefined;
  });
  return () => stopProcess(server, { grace: 2000 });
}
