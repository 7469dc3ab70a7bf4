import type { EventDriver, EventFilter } from './event-filter.js';

/** What is checked of an event `e` with the status `s`, beyond what its index says. `place` takes a value in. */
export function checksOf(
  filter: EventFilter,
  driver: EventDriver,
  place: (value: unknown) => string,
): string {
  const { trigger_id, source, status, since, until, labels, q, payload = [] } = filter;
  const checks = ['e.expires_at > now()'];
  const add = (value: unknown, check: (place: string) => string): void => {
    if (value !== undefined) checks.push(check(place(value)));
  };
  if (filter.held && driver !== 'held') checks.push('e.hold');
  // the index of labels has digests
  if (typeof driver === 'object') checks.push('e.project_id = $1');
  if (driver !== 'trigger') add(trigger_id, (id) => `e.trigger_id = ${id}`);
  if (driver !== 'source') add(source, (name) => `e.source = ${name}`);
  add(since, (at) => `e.fired_at >= ${at}`);
  add(until, (at) => `e.fired_at < ${at}`);
  add(labels && JSON.stringify(labels), (wanted) => `e.labels @> ${wanted}::jsonb`);
  add(status, (name) => `s.status = ${name}`);
  for (const { path, value } of payload)
    checks.push(`e.payload #>> ${place(path)}::text[] = ${place(value)}::text`);
  if (q !== undefined) checks.push(containsText(q, place));
  return checks.map((check) => `(${check})`).join(' AND ');
}

/** As it is written in JSON, and as JSON's escapes write it: a backslash is found as one and as two. */
function containsText(q: string, place: (value: unknown) => string): string {
  const escaped = JSON.stringify(q).slice(1, -1);
  return [...new Set([q, escaped])]
    .map((text) => `position(lower(${place(text)}::text) in lower(e.payload::text)) > 0`)
    .join(' OR ');
}
