/** What the pages keep in their URLs, so that a view can be bookmarked and sent to somebody. What makes no sense is left out. */
type Raw = Record<string, unknown>;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
const flag = (value: unknown): true | undefined => (value === true || value === 'true' ? true : undefined);
const oneOf = <const T extends string>(value: unknown, allowed: readonly T[]): T | undefined =>
  allowed.find((one) => one === value);

/**
 * Members that say nothing stay, as undefined: what is left out would be taken from the URL as it is, nonsense and all.
 * They are not written into URLs.
 */
function said<T extends object>(search: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return search;
}

/** Whether anything at all is asked for: an order leaves nothing out. */
export const isNarrowed = (search: object): boolean =>
  Object.entries(search).some(([name, value]) => name !== 'sort' && value !== undefined);

const ARCHIVED = ['true', 'all'] as const;
const archived = (value: unknown) => oneOf(value === true ? 'true' : value, ARCHIVED);

export const WINDOWS = ['5m', '1h', '24h', '7d'] as const;
const TRIGGER_SORTS = [
  'name',
  '-name',
  'next_fire_at',
  '-next_fire_at',
  'last_fired_at',
  '-last_fired_at',
] as const;
const TRIGGER_TYPES = ['api', 'scheduled', 'time-based'] as const;
export const SOURCES = ['schedule', 'api', 'hook', 'test', 'replay', 'manual', 'alert'] as const;
export const DELIVERY_WINDOWS = ['1h', '24h', '7d'] as const;
export const DELIVERY_STATUSES = ['pending', 'delivered', 'dead', 'cancelled'] as const;
export const REPLAY_STATES = ['running', 'paused', 'cancelled', 'done'] as const;
export const EVENT_STATUSES = ['recorded', 'pending', 'delivered', 'dead', 'cancelled'] as const;

export const signIn = (raw: Raw) => said({ next: text(raw.next), reason: oneOf(raw.reason, ['expired']) });
export const tab = (raw: Raw) => said({ tab: text(raw.tab) });
export const overview = (raw: Raw) => said({ window: oneOf(raw.window, WINDOWS) });
export const triggers = (raw: Raw) =>
  said({
    q: text(raw.q),
    trigger_type: oneOf(raw.trigger_type, TRIGGER_TYPES),
    enabled: oneOf(String(raw.enabled), ['true', 'false']),
    quiet: flag(raw.quiet),
    archived: archived(raw.archived),
    label: text(raw.label),
    sort: oneOf(raw.sort, TRIGGER_SORTS),
  });
export const newTrigger = (raw: Raw) =>
  said({ template: text(raw.template), copy: text(raw.copy), draft: flag(raw.draft) });
export const testBench = (raw: Raw) =>
  said({
    trigger: text(raw.trigger),
    event: text(raw.event),
    template: text(raw.template),
    draft: flag(raw.draft),
    test: text(raw.test),
  });
export const events = (raw: Raw) =>
  said({
    trigger_id: text(raw.trigger_id),
    source: oneOf(raw.source, SOURCES),
    status: oneOf(raw.status, EVENT_STATUSES),
    archived: archived(raw.archived),
    since: text(raw.since),
    until: text(raw.until),
    label: text(raw.label),
    q: text(raw.q),
    path: text(raw.path),
  });
export const compareEvents = (raw: Raw) => said({ a: text(raw.a), b: text(raw.b) });
export const destinations = (raw: Raw) => said({ q: text(raw.q), trouble: flag(raw.trouble) });
export const destination = (raw: Raw) =>
  said({
    tab: text(raw.tab),
    status: oneOf(raw.status, DELIVERY_STATUSES),
    window: oneOf(raw.window, DELIVERY_WINDOWS),
  });
export const replays = (raw: Raw) => said({ state: oneOf(raw.state, REPLAY_STATES) });
export const calendar = (raw: Raw) =>
  said({
    at: text(raw.at),
    coming: text(raw.coming),
    destination: text(raw.destination),
    trigger: text(raw.trigger),
  });
