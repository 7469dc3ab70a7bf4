// @ts-check
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { DURABLE } from './servers.mjs';

/** What the figures were measured on. @param {import('./servers.mjs').Servers} servers */
export async function machine({ connect, redisVersion }) {
  const client = await connect('postgres');
  try {
    const { rows } = await client.query('SHOW server_version');
    return {
      cores: cpus().length,
      processor: cpus()[0]?.model,
      memory_gib: Math.round(totalmem() / 2 ** 30),
      platform: `${process.platform}-${process.arch}`,
      node: process.versions.node,
      postgresql: String(rows[0].server_version),
      postgresql_settings: DURABLE,
      redis: await redisVersion(),
      packages: packages(),
    };
  } finally {
    await client.end();
  }
}

/** @returns {Record<string, string>} */
const packages = () =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8')).dependencies;
