// @ts-check
// One INSERT of one event row per transaction, from so many connections: what firing would cost without a group commit.
import pg from 'pg';
import { options, report } from './report.mjs';

const { url, triggerId, connections, seconds } =
  /** @type {{ url: string, triggerId: string, connections: number, seconds: number }} */ (options());
const WARM_UP_MS = 5000;
const INSERT = `
  INSERT INTO events (bucket, id, project_id, trigger_id, trigger_name, trigger_type, source, payload, labels, fired_at,
                      archive_at, expires_at)
  VALUES (0, $1, '00000000-0000-7000-8000-000000000001', $2, 'Fired', 'api', 'api', $3, '{}', now(),
          now() + interval '2 hours', now() + interval '48 hours')`;

const start = performance.now() + WARM_UP_MS;
const end = start + seconds * 1000;
let made = 0;
let written = 0;

/** A UUIDv7 as ours are, so that it goes to the same end of the indexes. */
function nextId() {
  const time = Date.now().toString(16).padStart(12, '0');
  const rest = (made++).toString(16).padStart(15, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-000${rest.slice(6)}`;
}

async function caller() {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  while (performance.now() < end) {
    const payload = JSON.stringify({ order: made, customer: 'c-4711', note: 'remind them' });
    await client.query({ name: 'insert', text: INSERT, values: [nextId(), triggerId, payload] });
    const committed = performance.now();
    if (committed >= start && committed < end) written++;
  }
  await client.end();
}

await Promise.all(Array.from({ length: connections }, caller));
report({ perSecond: written / seconds });
