import { createQuerySerializer } from 'openapi-fetch';
import type { paths } from '../../api/schema';
import type { Event } from '../../api/types';
import type * as search from '../../app/search';

/** What the URL of the events page says. */
export type EventSearch = ReturnType<typeof search.events>;

/** Ranges that move along with the time; `since` in a URL is one of them, or an exact time. */
const RANGES = { '5m': 300_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 } as const;
type Range = keyof typeof RANGES;
const isRange = (since: string): since is Range => Object.hasOwn(RANGES, since);

export type EventsQuery = NonNullable<paths['/events']['get']['parameters']['query']> & {
  /** A range that `since` moves along with: it is no parameter, but has it counted back anew at each request. */
  within?: Range;
};

/** The filter of the URL as the api takes it. @param now what ranges are counted back from, in ms */
export function queryOf(
  { trigger_id, source, status, archived, since, until, label, q, path }: EventSearch,
  now: number,
): EventsQuery {
  return {
    ...(trigger_id !== undefined && { trigger_id }),
    ...(source !== undefined && { source }),
    ...(status !== undefined && { status }),
    ...(archived !== undefined && { archived }),
    ...(since !== undefined && (isRange(since) ? { within: since, since: ago(since, now) } : { since })),
    ...(until !== undefined && { until }),
    ...(label !== undefined && { label: [label] }),
    ...(q !== undefined && { q }),
    ...(path !== undefined && { payload: payloadQuery(path) }),
  };
}

const ago = (range: Range, now: number): string => new Date(now - RANGES[range]).toISOString();

/** How many of these rows, newest first, a range that moves along with the time still reaches; all, if it does not move. */
export function reachOf(since: string | undefined, rows: { fired_at: string }[], now: number): number {
  if (since === undefined || !isRange(since)) return rows.length;
  const begin = now - RANGES[since];
  return rows.findLastIndex(({ fired_at }) => Date.parse(fired_at) >= begin) + 1;
}

const written = createQuerySerializer({ object: { style: 'form', explode: true } });

/**
 * A query as it is sent: ranges are counted back from the moment of the request, so that a page that stays open for long
 * asks for the last five minutes of then. A cursor goes on from where it was all the same. Parameters with names of their
 * own (`payload.order.id=42`) stand in it as they are.
 */
export const QUERY_STYLE = ({ within, ...query }: EventsQuery): string =>
  written(within === undefined ? query : { ...query, since: ago(within, Date.now()) });

/** `order.id=42`, as it stands in the URL, in two; undefined when it is not that. */
export function pathAndValue(text: string): [path: string, value: string] | undefined {
  const at = text.indexOf('=');
  const path = text.slice(0, at).trim();
  return at < 1 || path.split('.').includes('') ? undefined : [path, text.slice(at + 1).trim()];
}

function payloadQuery(text: string): Record<string, string> {
  const [path, value] = pathAndValue(text) ?? [text, ''];
  return { [`payload.${path}`]: value };
}

/** Whether events that are fired from now on can be among those meant. */
export const canFollow = ({ archived, until }: EventSearch): boolean =>
  archived !== 'true' && until === undefined;

/**
 * What the feed is asked for. Not the status: the feed would then not tell of an event that leaves it, and a row that
 * says `pending` would say so for ever.
 */
export const feedFilterOf = ({ trigger_id, source, label }: EventSearch): Record<string, string> => ({
  ...(trigger_id !== undefined && { trigger_id }),
  ...(source !== undefined && { source }),
  ...(label !== undefined && { label }),
});

/** Whether an event of the feed is among those meant: what the feed was not asked to look at. */
export function fits(
  { status, since, q, path }: EventSearch,
  event: Pick<Event, 'status' | 'fired_at' | 'payload'>,
): boolean {
  if (status !== undefined && event.status !== status) return false;
  if (since !== undefined && !isRange(since) && Date.parse(event.fired_at) < Date.parse(since)) return false;
  if (q !== undefined && !JSON.stringify(event.payload).toLowerCase().includes(q.toLowerCase())) return false;
  const wanted = path === undefined ? undefined : pathAndValue(path);
  return wanted === undefined || textAt(event.payload, wanted[0]) === wanted[1];
}

/** What stands at a path, as text; undefined where nothing does, and of null. */
function textAt(payload: unknown, path: string): string | undefined {
  const value = path
    .split('.')
    .reduce<unknown>(
      (within, name) =>
        typeof within === 'object' && within !== null && Object.hasOwn(within, name)
          ? (within as Record<string, unknown>)[name]
          : undefined,
      payload,
    );
  return value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}

/** How many filters there are, for the button that shows them. */
export function countOf({ since, until, ...others }: EventSearch): number {
  const range = since !== undefined || until !== undefined ? 1 : 0;
  return range + Object.values(others).filter((value) => value !== undefined).length;
}
