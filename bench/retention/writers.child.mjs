// @ts-check
// Fires at a steady rate with the statement of the platform's own recorder, and says how long each commit took from when
// it was due.
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { options, report } from '../yardsticks/report.mjs';

const { env, perSecond, seconds } =
  /** @type {{ env: NodeJS.ProcessEnv, perSecond: number, seconds: number }} */ (options());
const CONNECTIONS = 8;
const PROJECT = '00000000-0000-7000-8000-000000000001';
const FIRING = {
  project_id: PROJECT,
  trigger: null,
  source: 'manual',
  payload: { order: 4711, customer: 'c-4711', note: 'remind them' },
  labels: {},
  scheduled_for: null,
  lifetime: { archiveAfterMs: 7_200_000, deleteAfterMs: 172_800_000 },
  destination_ids: ['01980000-0000-7000-8000-000000000000'],
  replay_of: null,
};

const libs = '../../dist/libs';
const { Config } = await import(`${libs}/config/src/index.js`);
const { EventWriterRepository } = await import(`${libs}/deliveries/src/recording/event-writer.repository.js`);
const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: CONNECTIONS });
const writer = new EventWriterRepository(
  {
    /** @param {pg.QueryConfig} statement @param {unknown[]} values */
    query: async (statement, values) => (await pool.query({ ...statement, values })).rows,
  },
  { now: Date.now },
  new Config(env),
  { admit: (/** @type {string[]} */ ids) => ids.map(() => true) },
);

/** When each was due, and how many ms later it was committed. @type {[at: number, ms: number][]} */
const samples = [];
const began = performance.now();
const underWay = [];
for (let n = 0; n < perSecond * seconds; n++) {
  const due = began + (n * 1000) / perSecond;
  const early = due - performance.now();
  if (early > 0) await sleep(early);
  underWay.push(
    writer.write([FIRING]).then(() => samples.push([performance.timeOrigin + due, performance.now() - due])),
  );
}
await Promise.all(underWay);
await pool.end();
report({ samples });
