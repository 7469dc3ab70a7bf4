import { text } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { checkAccessible, describeInBrowser, openConsole, shot } from '../support/browser.js';
import type { Trigger } from '../support/contract.js';
import { crowdOfEvents } from '../support/crowds.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

const MANY = 1_000_000;
/** So many of them are scrolled through: ten pages. */
const READ = 1_000;

describeInBrowser('The events in the console', () => {
  const stack = useStack();
  const receiver = useReceiver();
  let orders: Trigger;
  let first: string;

  beforeAll(async () => {
    orders = await stack.api.createTrigger({
      name: 'Orders',
      trigger_type: 'api',
      labels: { team: 'payments' },
      destinations: [{ url: receiver.endpoint().url }],
    });
    first = (await stack.api.fire(orders.id, { order: { id: 1, note: 'the first' } })).id;
    await crowdOfEvents(stack.database, MANY);
  });

  const rows = (page: Page) => page.getByRole('grid', { name: 'Events' }).locator('[role=row][data-index]');
  const isLive = (page: Page) =>
    page
      .getByRole('status')
      .filter({ hasText: /^Live$/ })
      .waitFor();

  it('are shown as they come, and wait while somebody reads', async () => {
    const page = await openConsole(stack, { path: '/events' });
    await isLive(page);
    await rows(page).first().waitFor();
    await checkAccessible(page);
    await shot(page, 'events-light');

    await stack.api.fire(orders.id, { order: { id: 2 } });
    await rows(page).filter({ hasText: '{"order":{"id":2}}' }).filter({ hasText: 'delivered' }).waitFor();

    await page.keyboard.press('p');
    await page.getByRole('status').filter({ hasText: 'Paused' }).waitFor();
    await stack.api.fire(orders.id, { order: { id: 3 } });
    await stack.api.fire(orders.id, { order: { id: 4 } });
    const news = page.getByRole('button', { name: '2 new' });
    await news.waitFor();
    expect(await rows(page).filter({ hasText: '{"order":{"id":3}}' }).count()).toBe(0);
    await news.click();
    await rows(page).filter({ hasText: '{"order":{"id":4}}' }).waitFor();
    expect(await rows(page).first().innerText()).toContain('{"order":{"id":4}}');

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('are filtered by what the URL says, search included, and exported', async () => {
    const page = await openConsole(stack, {
      path: '/events?label=team:payments&source=nonsense',
      colorScheme: 'dark',
    });
    await rows(page).filter({ hasText: 'Orders' }).first().waitFor();
    expect(await rows(page).filter({ hasText: 'Ticks' }).count()).toBe(0);

    await page.keyboard.press('/');
    await page.keyboard.type('THE FIRST');
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await rows(page).count()).toBe(1));
    await page.getByRole('textbox', { name: 'Value in the payload' }).fill('order.id=1');
    await page.keyboard.press('Enter');
    await eventually(() => expect(new URL(page.url()).searchParams.get('path')).toBe('order.id=1'));

    await page.reload();
    await rows(page).first().waitFor();
    expect(await rows(page).count()).toBe(1);
    expect(await page.getByRole('textbox', { name: 'Search payloads' }).inputValue()).toBe('THE FIRST');
    await isLive(page);
    await checkAccessible(page);
    await shot(page, 'events-dark');
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: 'Filters (3)' }).click();
    await page.getByRole('textbox', { name: 'Label' }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await checkAccessible(page);
    await shot(page, 'events-narrow');

    await page.evaluate('delete Window.prototype.showSaveFilePicker; delete window.showSaveFilePicker');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: /CSV/ }).waitFor();
    await checkAccessible(page);
    await page.getByRole('menuitem', { name: /NDJSON/ }).click();
    const lines = (await text(await (await saved).createReadStream())).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([first]);
  });

  it('go on being exported when another filter is chosen, until that is stopped', async () => {
    const page = await openConsole(stack, { path: '/events' });
    await page.evaluate('delete Window.prototype.showSaveFilePicker; delete window.showSaveFilePicker');
    await page.route('**/events/export?*', () => undefined); // it never comes to an end
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: /NDJSON/ }).click();
    const stop = page.getByRole('button', { name: '0 bytes: stop' });
    await stop.waitFor();
    await page.getByRole('textbox', { name: 'Search payloads' }).fill('the first');
    await page.keyboard.press('Enter');
    await eventually(async () => expect(await rows(page).count()).toBe(1));
    await stop.click();
    await page.getByText('The export was stopped').waitFor();
    await page.getByRole('button', { name: 'Export' }).waitFor();
  });

  it('say what to do when they cannot be read, and when they happened in the viewer’s way', async () => {
    const page = await openConsole(stack, { path: '/events?since=nonsense', expectedStatuses: [422, 503] });
    await page.getByRole('alert').filter({ hasText: '/since' }).waitFor();
    await page.route('**/events?*', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        json: { status: 503, code: 'list.too_slow', title: '', detail: 'Narrow it.', request_id: '' },
      }),
    );
    await page.getByRole('link', { name: 'Clear' }).click();
    await page.getByRole('alert').filter({ hasText: 'That took too long' }).waitFor();
    await checkAccessible(page);
    await shot(page, 'events-too-slow');
    await page.unroute('**/events?*');
    await page.getByRole('button', { name: 'Try again' }).click();

    const fired = rows(page).first().locator('time');
    await eventually(async () => expect(await fired.textContent()).toMatch(/ago \(.* CES?T\)$/));
    await page.getByRole('button', { name: 'You and your view' }).click();
    await page.getByRole('menuitem', { name: /show exact/ }).click();
    await eventually(async () => expect(await fired.textContent()).toMatch(/^\d\d:\d\d:\d\d \(.* CES?T\)$/));
    const local = await fired.textContent();
    await page.getByRole('menuitem', { name: /show UTC/ }).click();
    await eventually(async () => expect(await fired.textContent()).toMatch(/^\d\d:\d\d:\d\d \(.* UTC\)$/));
    expect((await fired.textContent())!.slice(0, 2)).not.toBe(local!.slice(0, 2));
    await checkAccessible(page);
    await shot(page, 'events-exact');
  });

  it('are walked through by the thousand with keys, of a million, and opened with Enter', async () => {
    const page = await openConsole(stack, { path: '/events' });
    const cursors = new Set<string | null>();
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.pathname !== '/events') return;
      expect(url.searchParams.get('limit')).toBe('100');
      cursors.add(url.searchParams.get('cursor'));
    });
    await rows(page).first().waitFor();
    await page.keyboard.press('j');
    await eventually(async () => {
      await page.keyboard.press('End'); // of what has been read so far
      expect(Number(await page.locator('[role=row]:focus').getAttribute('data-index'))).toBeGreaterThan(READ);
    });
    expect(cursors.size).toBeGreaterThan(READ / 100); // each page begins where the one before ended
    expect(await rows(page).count()).toBeLessThan(80); // of a list of any length only what is in sight is in the page
    await page.keyboard.press('k');
    await page.keyboard.press('x');
    await page.keyboard.press('k');
    await page.keyboard.press('x');
    await page.getByRole('link', { name: 'Compare', exact: true }).click();
    await page.getByRole('cell', { name: 'tick', exact: true }).waitFor();
    await page.goBack();
    await rows(page).first().waitFor();
    await page.getByRole('textbox', { name: 'Label' }).fill('incident:42');
    await page.keyboard.press('Enter');
    await rows(page).filter({ hasText: '{"tick":7}' }).waitFor();
    await rows(page).first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Deliveries' }).waitFor();
  });

  it('tell of their tries as they happen, are replayed with another payload, and compared', async () => {
    const endpoint = receiver.endpoint({ status: 500, body: 'no room' }, 503);
    const failing = await stack.api.createTrigger({
      name: 'Failing',
      trigger_type: 'api',
      destinations: [{ url: endpoint.url, retry: { max_attempts: 2, min_delay: '1m' } }],
    });
    const { id } = await stack.api.fire(failing.id, { order: 7 });
    const page = await openConsole(stack, { path: `/events/${id}`, expectedStatuses: [404] });
    const delivery = page.getByRole('article');
    await delivery.getByText('no room').waitFor();
    await delivery.getByText(/^Next try in/).waitFor();
    await isLive(page);
    await delivery.getByRole('button', { name: 'Try now' }).click();
    await delivery.getByText('dead').waitFor();
    expect(await delivery.locator('summary').count()).toBe(2);
    await checkAccessible(page);
    await shot(page, 'event-light');

    endpoint.answer(204);
    await delivery.getByRole('button', { name: 'Retry' }).click();
    await delivery.getByText('delivered').waitFor();

    await page.getByRole('button', { name: 'Hold' }).click();
    await page.getByRole('button', { name: 'Release' }).waitFor();
    expect((await stack.api.event(id)).hold).toBe(true);
    await page.getByRole('button', { name: 'Edit labels' }).click();
    await page.getByRole('combobox', { name: 'Labels' }).fill('team:stock');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'team:stock' }).waitFor();

    await page.getByRole('button', { name: 'Replay' }).click();
    const editor = page.getByRole('textbox', { name: 'Payload' });
    await page.getByRole('button', { name: 'Deliver again' }).waitFor();
    await editor.click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('{"order": 8}');
    await checkAccessible(page);
    await shot(page, 'event-replay');
    await page.getByRole('button', { name: 'Make a new event' }).click();
    await page.getByRole('link', { name: id }).waitFor(); // it names what it is a replay of
    const copy = new URL(page.url()).pathname.split('/').at(-1)!;
    expect(await stack.api.event(copy)).toMatchObject({
      source: 'replay',
      replay_of: id,
      payload: { order: 8 },
    });

    await page.getByRole('link', { name: '(compare)' }).click();
    const difference = page.getByRole('row').filter({ hasText: 'changed' });
    await difference.waitFor();
    expect((await difference.innerText()).split(/\s+/)).toEqual(['order', 'changed', '7', '8']);
    await checkAccessible(page);
    await shot(page, 'compare');

    await page.goBack();
    await page.getByText('"order": 8').waitFor();
    await stack.api.delete(`/events/${copy}`);
    await page.getByRole('alert').filter({ hasText: 'deleted while this page was open' }).waitFor();
  });
});
