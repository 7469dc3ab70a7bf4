// @ts-check
import { basename } from 'node:path';
import { elapsed, seconds } from './say.mjs';

/**
 * What the person wants to know once everything answers.
 * @param {object} what
 * @param {string} what.api
 * @param {NodeJS.ProcessEnv} what.env as given to the applications
 * @param {import('./embedded/postgres.mjs').Postgres} [what.postgres]
 * @param {import('./embedded/redis.mjs').Redis} [what.redis]
 */
export function welcome({ api, env, postgres, redis }) {
  const url = api.replace('//127.0.0.1', '//localhost').replace(/\/$/, '');
  const database = postgres
    ? `PostgreSQL 18 on 127.0.0.1:${postgres.port}, kept in ${postgres.home}`
    : `PostgreSQL at DATABASE_URL (${withoutPassword(env.DATABASE_URL)})`;
  const queue = redis
    ? `${basename(redis.program)} on 127.0.0.1:${redis.port}`
    : env.QUEUE_BACKEND === 'postgres'
      ? 'on PostgreSQL'
      : `Redis at REDIS_URL (${withoutPassword(env.REDIS_URL)})`;

  console.log(`
The Event Trigger Platform runs (${seconds(elapsed())} after the command).

  API      ${url}
${env.CONSOLE === 'off' ? '' : `  Console  ${url}/console\n`}  Docs     ${url}/docs
  Data     ${database}
  Queue    ${queue}
  Login    ${env.AUTH === 'off' ? 'none (AUTH=off)' : 'needed (AUTH=on)'}

Create a first trigger:

  curl ${url}/triggers -H 'content-type: application/json' -d '{"name": "hello", "trigger_type": "api"}'

Ctrl-C stops everything; the data stays.
`);
}

/** @param {string | undefined} address */
function withoutPassword(address) {
  try {
    const url = new URL(String(address));
    url.password = '';
    return url.href;
  } catch {
    return 'set';
  }
}
