import { expect, it } from 'vitest';
import { fits, withRows, type ListedTrigger, type TriggerPage } from './trigger-lists';

const row = (id: string, more: Partial<ListedTrigger> = {}): ListedTrigger => ({
  id,
  name: id,
  trigger_type: 'api',
  enabled: true,
  archived: false,
  quiet_since: null,
  cron: null,
  timezone: 'UTC',
  every: null,
  schedule_time: null,
  next_fire_at: null,
  last_fired_at: null,
  destinations: [],
  ...more,
});
const page = (...ids: string[]): TriggerPage => ({ data: ids.map((id) => row(id)), next_cursor: null });

it('Rows are replaced and taken out in their pages; other pages stay the very same', () => {
  const list = { pages: [page('a', 'b'), page('c')], pageParams: [undefined, 'x'] };
  const { pages } = withRows(
    list,
    new Map([
      ['a', row('a', { enabled: false })],
      ['b', undefined],
    ]),
  );
  expect(pages[0]!.data).toEqual([row('a', { enabled: false })]);
  expect(pages[1]).toBe(list.pages[1]);
});

it('A paused trigger leaves the list of enabled ones, an archived one all but those of archived ones', () => {
  expect(fits({ enabled: 'true' }, row('a', { enabled: false }))).toBe(false);
  expect(fits({}, row('a', { enabled: false }))).toBe(true);
  expect(fits({}, row('a', { archived: true }))).toBe(false);
  expect(fits({ archived: 'all' }, row('a', { archived: true }))).toBe(true);
  expect(fits({ archived: 'true' }, row('a'))).toBe(false);
});
