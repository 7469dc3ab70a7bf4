// @ts-check
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as util from 'node:util';
import { Trouble } from './say.mjs';

/** @typedef {Record<string, string>} Settings environment variables, none of them empty */

/**
 * What the person set: the environment first, then the clone's `.env`. An empty variable counts as unset, so that a
 * copied `.env.example` with empty lines changes nothing.
 * @param {string} root
 * @returns {Settings}
 */
export function readSettings(root) {
  const file = join(root, '.env');
  const written = existsSync(file) ? util.parseEnv(readFileSync(file, 'utf8')) : {};
  /** @type {Settings} */
  const settings = {};
  for (const source of [written, process.env]) {
    for (const [name, value] of Object.entries(source)) if (value) settings[name] = value;
  }
  return settings;
}

/**
 * The defaults of `npm start` below what was set: a service for one person on one machine, open to that machine only.
 * @param {string} root
 * @param {Settings} settings
 * @returns {Settings & { HOST: string, DATA_DIR: string }}
 */
export function withStartDefaults(root, settings) {
  return {
    HOST: '127.0.0.1',
    AUTH: 'off',
    NODE_ENV: 'development',
    DELIVERY_ALLOW: '127.0.0.0/8,::1/128', // receivers under development live on the loopback
    ...settings,
    DATA_DIR: resolve(root, settings.DATA_DIR ?? '.data'),
  };
}

/**
 * The secret kept in `file`, made at the first call; only its owner may read it.
 * @param {string} file
 */
export function keptSecret(file) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file))
      writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
    return readFileSync(file, 'utf8').trim();
  } catch (failure) {
    throw new Trouble(
      `${file} cannot be read or written: ${/** @type {Error} */ (failure).message}`,
      'Was it made by another user? Set DATA_DIR to a folder of your own.',
    );
  }
}
