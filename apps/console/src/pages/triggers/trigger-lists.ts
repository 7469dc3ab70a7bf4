import type { InfiniteData } from '@tanstack/react-query';
import { queryClient } from '../../api/query-client';
import type { Trigger } from '../../api/types';

/** What a row of the list shows: small, for there may be a hundred thousand of them. */
export type ListedTrigger = Pick<
  Trigger,
  | 'id'
  | 'name'
  | 'trigger_type'
  | 'enabled'
  | 'archived'
  | 'quiet_since'
  | 'cron'
  | 'timezone'
  | 'every'
  | 'schedule_time'
  | 'next_fire_at'
  | 'last_fired_at'
> & { destinations: string[] };

export interface TriggerPage {
  data: ListedTrigger[];
  next_cursor: string | null;
}

export const listed = (trigger: Trigger): ListedTrigger => ({
  id: trigger.id,
  name: trigger.name,
  trigger_type: trigger.trigger_type,
  enabled: trigger.enabled,
  archived: trigger.archived,
  quiet_since: trigger.quiet_since,
  cron: trigger.cron,
  timezone: trigger.timezone,
  every: trigger.every,
  schedule_time: trigger.schedule_time,
  next_fire_at: trigger.next_fire_at,
  last_fired_at: trigger.last_fired_at,
  destinations: trigger.destinations.map(({ name }) => name),
});

/** Which triggers a list is of, as `GET /triggers` takes it. */
export interface TriggerFilter {
  enabled?: 'true' | 'false';
  archived?: 'true' | 'false' | 'all';
}

const LISTS = { queryKey: ['pages', '/triggers'] };
type List = InfiniteData<TriggerPage>;

/**
 * Puts triggers as they are now in the place of what lists show of them, and out of lists that they no longer belong in.
 * Reading the lists anew would do as well, but one that has been scrolled through is hundreds of requests. A list that
 * may lack one of them is read anew when it is next shown.
 */
export function replaceInLists(...triggers: Trigger[]): void {
  const rows = triggers.map(listed);
  for (const [key, list] of queryClient.getQueriesData<List>(LISTS)) {
    if (!list) continue;
    const here = new Set(list.pages.flatMap(({ data }) => data.map(({ id }) => id)));
    const fitting = rows.map(
      (row) => [row.id, fits(key[2] as TriggerFilter, row) ? row : undefined] as const,
    );
    queryClient.setQueryData(key, withRows(list, new Map(fitting)));
    if (fitting.some(([id, row]) => row && !here.has(id)))
      queryClient.removeQueries({ queryKey: key, exact: true, type: 'inactive' });
  }
}

/** Takes a trigger that is gone out of every list. */
export function removeFromLists(id: string): void {
  queryClient.setQueriesData<List>(LISTS, (list) => list && withRows(list, new Map([[id, undefined]])));
}

/** Whether a trigger that was changed still belongs in a list. */
export function fits({ enabled, archived = 'false' }: TriggerFilter, row: ListedTrigger): boolean {
  const isWanted = enabled === undefined || String(row.enabled) === enabled;
  return isWanted && (archived === 'all' || String(row.archived) === archived);
}

/** A list with rows replaced by their id, or taken out where there is nothing in their place. */
export function withRows(list: List, rows: Map<string, ListedTrigger | undefined>): List {
  const pages = list.pages.map((page) =>
    page.data.some(({ id }) => rows.has(id))
      ? {
          ...page,
          data: page.data
            .map((row) => (rows.has(row.id) ? rows.get(row.id) : row))
            .filter((row) => row !== undefined),
        }
      : page,
  );
  return { ...list, pages };
}
