import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { checkAccessible, describeInBrowser, openConsole } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { useStack } from '../support/stack.js';

describeInBrowser('What is done with triggers in the console', () => {
  const stack = useStack();

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const states = () =>
    stack.database.query<{ enabled: boolean; archived: boolean }>(
      `SELECT DISTINCT enabled, archived FROM triggers WHERE labels @> '{"team": "stock"}'`,
    );

  it('is done with all of a label at once: resumed, archived, brought back', async () => {
    for (const name of ['Count', 'Order', 'Ship'])
      await stack.api.createTrigger({ name, trigger_type: 'api', labels: { team: 'stock' }, enabled: false });
    await stack.api.createTrigger({ name: 'Another', trigger_type: 'api', enabled: false });
    const page = await openConsole(stack, { path: '/triggers' });
    const table = page.getByRole('grid', { name: 'Triggers' });
    await table.getByRole('link', { name: 'Another' }).waitFor();
    await page.getByRole('searchbox', { name: 'Label, key:value' }).fill('team:stock');
    await eventually(async () => expect(await table.getByRole('link').count()).toBe(3));
    expect(page.url()).toContain('label=team');
    const all = page.getByRole('checkbox', { name: /^Choose all/ });
    await all.click();
    await page.getByText('3 triggers chosen').waitFor();
    await button(page, 'Resume').click();
    await page.getByText('3 resumed.', { exact: true }).waitFor();
    expect(await states()).toEqual([{ enabled: true, archived: false }]);

    await all.click();
    await button(page, 'Archive').click();
    await page.getByRole('dialog', { name: 'Archive 3 triggers?' }).waitFor();
    await checkAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
    await page.getByText('3 archived.', { exact: true }).waitFor();
    expect((await states()).map(({ archived }) => archived)).toEqual([true]);
    await eventually(async () => expect(await table.getByRole('link').count()).toBe(0));

    await page.getByRole('combobox', { name: 'Archived' }).selectOption('true');
    await eventually(async () => expect(await table.getByRole('link').count()).toBe(3));
    await all.click();
    await button(page, 'Bring back').click();
    await page.getByText('3 brought back.', { exact: true }).waitFor();
    expect((await states()).map(({ archived }) => archived)).toEqual([false]);
  });

  it('is copied as a command that does the same', async () => {
    const { id } = await stack.api.createTrigger({
      name: 'Copied',
      trigger_type: 'api',
      api_payload: { it: "isn't" },
    });
    const page = await openConsole(stack, {
      path: `/triggers/${id}`,
      context: { permissions: ['clipboard-read', 'clipboard-write'] },
    });
    await button(page, 'Copy as curl').click();
    await page.getByRole('menuitem', { name: 'Fire it' }).click();
    await page.getByText('Copied: fire it, as curl.').waitFor();
    const command = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(command).toContain(`curl -s -X POST ${stack.api.origin}/triggers/${id}/fire`);
    expect(command).toContain(`-d '{"payload":{"it":"isn'\\''t"}}'`);
  });

  it('is told with what the clocks do to its schedule, and with the exact time of what is said in words', async () => {
    const { id } = await stack.api.createTrigger({
      name: 'At night',
      trigger_type: 'scheduled',
      cron: '30 2 * * *',
      timezone: 'Europe/Berlin',
    });
    const page = await openConsole(stack, { path: `/triggers/${id}/edit` });
    await page.getByText(/02:30 does not exist in Europe\/Berlin: it fires once/).waitFor();
    await page.getByText(/02:30 occurs twice in Europe\/Berlin: it fires once/).waitFor();
    expect(await page.getByRole('list', { name: 'Next firings' }).getByRole('listitem').count()).toBe(5);
    await page.getByRole('textbox', { name: 'Cron pattern' }).fill('30 12 * * *');
    await eventually(async () => expect(await page.getByText('does not exist').count()).toBe(0));

    await page.goto(`${stack.api.origin}/console/triggers/${id}`);
    await page.getByText(/02:30 does not exist/).waitFor();
    await page.getByText('Fires next').locator('time').hover();
    await page
      .getByRole('tooltip')
      .getByText(/^\d+ \w+ \d{4}, 02:30:00 CES?T$/)
      .waitFor();
  });
});
