import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { checkAccessible, describeInBrowser, openConsole, shot } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

describeInBrowser('The overview and the calendar', () => {
  const stack = useStack();
  const receiver = useReceiver();

  const figure = (page: Page, name: RegExp) => page.getByRole('link', { name });

  it('show what happens as it happens', async () => {
    const page = await openConsole(stack);
    await page.getByRole('heading', { name: 'Your first webhook, in three steps' }).waitFor();
    const { id } = await stack.api.createTrigger({
      name: 'Counted',
      trigger_type: 'api',
      destinations: [{ url: receiver.endpoint().url }],
    });
    await stack.api.fire(id);
    await figure(page, /^Events, 1h 1/).waitFor({ timeout: 30_000 });
    await figure(page, /^Delivered 1/).waitFor();
    await page
      .getByRole('region', { name: 'Workers' })
      .getByText('scheduler, delivery, maintenance')
      .waitFor();

    const open = page.getByRole('region', { name: 'Open deliveries' });
    await open.getByText('to be tried again').waitFor();
    await page.getByRole('img', { name: /^How late schedules fired: / }).waitFor();
    await page.getByRole('switch', { name: 'As a table' }).click();
    await page.getByRole('columnheader', { name: 'Failed attempts' }).waitFor();
    await page.getByText('24h', { exact: true }).click();
    await eventually(() => expect(page.url()).toContain('window=24h'));
    await figure(page, /^Events, 24h 1/).waitFor();
    await checkAccessible(page);
    await shot(page, 'overview');
  });

  it('tell the load of a day and why a trigger did not fire', async () => {
    for (let index = 0; index < 12; index++)
      await stack.api.createTrigger({
        name: `Hourly ${index}`,
        trigger_type: 'scheduled',
        cron: '0 * * * *',
      });
    const paused = await stack.api.createTrigger({
      name: 'Paused',
      trigger_type: 'scheduled',
      every: '1s',
      enabled: false,
    });
    await eventually(async () => {
      await stack.api.post(`/triggers/${paused.id}/resume`);
      await stack.api.post(`/triggers/${paused.id}/pause`);
      const path = `/triggers/${paused.id}/occurrences`;
      const { body } = await stack.api.get<{ data: { outcome: string }[] }>(path);
      expect(body.data.map(({ outcome }) => outcome)).toContain('skipped_paused');
    });

    const page = await openConsole(stack, { path: '/calendar', colorScheme: 'dark' });
    const map = page.getByRole('grid', { name: 'Firings by hour and minute' });
    await map
      .getByRole('gridcell', { name: /:00, 12 firings$/ })
      .first()
      .click();
    await page.getByText(/12 firings\. Most of it: 12 triggers with/).waitFor();
    const firings = page.getByRole('region', { name: 'The next 24 hours' }).getByRole('row');
    await firings.getByRole('link', { name: 'Hourly 11' }).waitFor();
    expect(await firings.getByRole('link').count()).toBe(12);
    await page.getByRole('heading', { name: 'Peaks' }).waitFor();
    const chosen = page.url();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await eventually(() => expect(page.url()).not.toBe(chosen));
    await page.getByText('No trigger fires in this minute.').waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press(' ');
    await firings.getByRole('link', { name: 'Hourly 11' }).waitFor();

    const coming = page.getByRole('grid', { name: 'Coming firings' });
    await coming
      .getByRole('link', { name: /Hourly/ })
      .first()
      .waitFor();
    await choose(page, 'Firings of', 'Paused');
    const listed = page.getByRole('region', { name: 'Coming up' });
    await listed.getByText('Nothing of that fires by itself').waitFor();
    await listed.getByText(/It is paused: nothing of its schedule fires/).waitFor();
    await listed.getByText(/forecast\/occurrences\?trigger_id=/).waitFor();
    expect(await page.evaluate('scrollY'), 'a choice far down leads nobody to the top').toBeGreaterThan(0);
    await listed.getByLabel('No trigger').click();
    await coming.waitFor();

    await choose(page, 'Trigger', 'Paused');
    await page
      .getByRole('gridcell', { name: /skipped paused|fired/ })
      .first()
      .waitFor();
    await page
      .getByRole('region', { name: 'Why didn’t it fire?' })
      .getByText(/It is paused/)
      .waitFor();
    await page.getByText(/skipped paused: the trigger was paused or archived at that time/).waitFor();
    await checkAccessible(page);
    await shot(page, 'calendar');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    const at = coming.getByRole('gridcell').first();
    expect(await at.evaluate((cell) => cell.scrollWidth <= cell.clientWidth)).toBe(true); // its zone is not cut off
    await checkAccessible(page);
    await shot(page, 'calendar-narrow');
  });
});

/** By a part of its name, from the list of this picker: that of another may be closing still. */
async function choose(page: Page, picker: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: picker, exact: true }).fill(name.slice(0, -2));
  const found = page.getByRole('listbox', { name: picker, exact: true });
  await found.getByRole('option', { name }).click();
}
