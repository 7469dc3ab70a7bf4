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
      const { body } = await stack.api.get<{ data: object[] }>(`/triggers/${paused.id}/occurrences`);
      expect(body.data.length).toBeGreaterThan(0);
    });

    const page = await openConsole(stack, { path: '/calendar', colorScheme: 'dark' });
    const map = page.getByRole('grid', { name: 'Firings by hour and minute' });
    await map
      .getByRole('gridcell', { name: /:00, 12 firings$/ })
      .first()
      .click();
    await page.getByText(/12 firings\. Most of it: 12 triggers with/).waitFor();
    await page.getByRole('heading', { name: 'Peaks' }).waitFor();
    const chosen = page.url();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await eventually(() => expect(page.url()).not.toBe(chosen));

    await page.getByRole('combobox', { name: 'Trigger' }).fill('Paus');
    await page.getByRole('option', { name: 'Paused' }).click();
    await page
      .getByRole('gridcell', { name: /skipped paused|fired/ })
      .first()
      .waitFor();
    await checkAccessible(page);
    await shot(page, 'calendar');
  });
});
