import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { checkAccessible, describeInBrowser, openConsole, shot, takeFaults } from '../support/browser.js';
import { crowdOfTriggers } from '../support/crowds.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

const MANY = 2_000;
const CROWD = 100_000;

describeInBrowser('The pages of triggers', () => {
  const stack = useStack();
  const receiver = useReceiver();

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

  it('lead from nothing, by a template and a fault, to a trigger whose hook fires', async () => {
    const endpoint = receiver.endpoint();
    const page = await openConsole(stack, { path: '/triggers', expectedStatuses: [422] });
    await heading(page, 'No trigger yet').waitFor();
    await checkAccessible(page);
    await shot(page, 'triggers-empty');
    await page.getByRole('link', { name: /^Webhook on an API call/ }).click();

    const name = page.getByRole('textbox', { name: 'Name' });
    await eventually(async () => expect(await name.inputValue()).toBe('Order placed'));
    await checkAccessible(page);
    await name.fill('');
    await button(page, 'New URL').click();
    const url = page.getByRole('textbox', { name: 'URL of destinations 1' });
    await url.fill('nowhere');
    await button(page, 'Create trigger').click();
    await eventually(async () => {
      expect(await name.getAttribute('aria-invalid')).toBe('true');
      expect(await url.getAttribute('aria-invalid')).toBe('true');
    });
    expect(await name.evaluate('document.activeElement.value')).toBe('');
    await checkAccessible(page);
    await shot(page, 'trigger-refused');
    expect(await stack.database.count('SELECT count(*) FROM triggers')).toBe(0);

    await name.fill('Orders');
    await url.fill(endpoint.url);
    await button(page, 'Create trigger').click();
    await page.getByText('Copy the signing secret now').waitFor();
    const secret = await page
      .getByLabel(/^Signing secret of/)
      .first()
      .innerText();
    expect(secret).toMatch(/^whsec_/);
    await checkAccessible(page);
    await page.getByRole('link', { name: 'I have stored it' }).click();

    await heading(page, 'Orders').waitFor();
    await page.getByText('No event yet.').waitFor();
    const hook = await page.getByRole('region', { name: 'Hook URL' }).locator('pre').innerText();
    expect((await stack.api.post(hook, { order: 7 })).status).toBe(202);
    await page.getByRole('gridcell', { name: 'delivered' }).waitFor(); // live, without a reload
    await checkAccessible(page);
    await shot(page, 'trigger');
  });

  it('say what a change of the schedule does before it is made, and do not lose it by a slip', async () => {
    const { id } = await stack.api.createTrigger({
      name: 'Report',
      trigger_type: 'scheduled',
      cron: '0 9 * * *',
      timezone: 'Europe/Berlin',
      api_payload: { kept: null },
    });
    const page = await openConsole(stack, {
      path: `/triggers/${id}/edit`,
      colorScheme: 'dark',
      expectedStatuses: [412, 422],
    });
    const pattern = page.getByRole('textbox', { name: 'Cron pattern' });
    await page.getByText('At 09:00', { exact: false }).first().waitFor();
    await pattern.fill('0 99 * * *');
    await eventually(async () => expect(await pattern.getAttribute('aria-invalid')).toBe('true'));
    await pattern.fill('0 9,18 * * *');
    const plan = page.getByRole('table', { name: 'What the change does to the next firings' });
    await plan.getByText('added').first().waitFor();
    await plan.getByText('kept').first().waitFor();
    await checkAccessible(page);
    await shot(page, 'trigger-plan-dark');

    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Events' }).click();
    await page.getByText('Leave without saving?').waitFor();
    await button(page, 'Stay').click();
    expect(await pattern.inputValue()).toBe('0 9,18 * * *');
    await stack.api.patch(`/triggers/${id}`, { labels: { team: 'stock' } });
    await button(page, 'Save changes').click();
    await page.getByRole('alert').filter({ hasText: 'Somebody else has changed it' }).waitFor();
    expect(await pattern.inputValue()).toBe('0 9,18 * * *');
    expect(await stack.api.trigger(id)).toMatchObject({ cron: '0 9 * * *' });
    await checkAccessible(page);
    await shot(page, 'trigger-changed-meanwhile-dark');
    await button(page, 'Save mine over it').click();

    await heading(page, 'Report').waitFor();
    await page.getByText('06:00 PM', { exact: false }).first().waitFor();
    const saved = await stack.api.trigger(id);
    expect(saved).toMatchObject({
      cron: '0 9,18 * * *',
      timezone: 'Europe/Berlin',
      api_payload: { kept: null },
    });
    await page.getByRole('tab', { name: 'Why didn’t it fire?' }).click();
    await page.getByText('Nothing yet.').waitFor();
    expect(page.url()).toContain('tab=occurrences');
    await checkAccessible(page);
  });

  it('list thousands, of which some are paused at once, and the ones that cannot be are told', async () => {
    for (let start = 0; start < MANY; start += 1_000) await batch('bulk', start, 1_000);
    const rows = await stack.database.query<{ id: string; name: string }>(
      `SELECT id, name FROM triggers WHERE name LIKE 'bulk%' ORDER BY id DESC`,
    );
    const page = await openConsole(stack, { path: '/triggers?q=bulk', expectedStatuses: [404] });
    const table = page.getByRole('grid', { name: 'Triggers' });
    const box = (index: number) =>
      table.getByRole('checkbox', { name: `Choose ${rows[index]!.name}`, exact: true });
    await box(0).waitFor();
    await checkAccessible(page);

    await box(0).click();
    await box(3).click({ modifiers: ['Shift'] });
    await page.getByText('4 triggers chosen').waitFor();
    await stack.api.delete(`/triggers/${rows[1]!.id}`);
    await button(page, 'Pause').click();
    await page.getByText('3 paused, 1 failed').waitFor();
    await page.getByText('1 trigger chosen').waitFor();
    expect(await stack.database.count('SELECT count(*) FROM triggers WHERE NOT enabled')).toBe(3);
    expect(await table.getByText('paused').count()).toBe(3);
    await checkAccessible(page);
    await shot(page, 'triggers-bulk');

    await table.getByRole('row').nth(1).focus();
    const last = table.getByRole('link', { name: rows.at(-1)!.name, exact: true });
    await eventually(
      async () => {
        await page.keyboard.press('End');
        expect(await last.count()).toBe(1);
      },
      { within: 60_000 },
    );
    expect(await table.getByRole('row').count()).toBeLessThan(80);
    await page.keyboard.press('x');
    await page.getByText('2 triggers chosen').waitFor();
  });

  it('are sorted by the head of a column, one way and the other, and as they were', async () => {
    const page = await openConsole(stack, { path: '/triggers?q=bulk%20100' });
    const table = page.getByRole('grid', { name: 'Triggers' });
    const column = table.getByRole('columnheader', { name: 'Name' });
    const head = column.getByRole('button', { name: 'Name' });
    const first = () => table.getByRole('row').nth(1).getByRole('link').innerText();
    const sorted = async (way: string, name: string) => {
      await eventually(async () => {
        expect(await column.getAttribute('aria-sort')).toBe(way);
        expect(await first()).toBe(name);
      });
      expect(await head.evaluate((button) => button.matches(':focus'))).toBe(true);
    };
    await head.focus();
    await page.keyboard.press('Enter');
    await sorted('ascending', 'bulk 100');
    expect(page.url()).toContain('sort=name');
    await page.keyboard.press('Enter');
    await sorted('descending', 'bulk 1009');
    await checkAccessible(page);
    await shot(page, 'triggers-sorted');
    await page.keyboard.press('Enter');
    await eventually(() => expect(page.url()).not.toContain('sort='));
    expect(await column.getAttribute('aria-sort')).toBe('none');
  });

  it('of a hundred thousand are scrolled through, sorted from the top, and found', async () => {
    await crowdOfTriggers(stack.database, CROWD);
    const page = await openConsole(stack, { path: '/triggers' });
    const table = page.getByRole('grid', { name: 'Triggers' });
    await table.getByRole('row').nth(1).focus();
    await eventually(async () => {
      await page.keyboard.press('End');
      const at = await page.locator('[role=row]:focus').getAttribute('data-index');
      expect(Number(at)).toBeGreaterThan(3_000);
    });
    expect(await table.getByRole('row').count()).toBeLessThan(80);
    await page.goto(`${stack.api.origin}/console/triggers?sort=name`);
    const top = table.locator('[data-index="0"]');
    await top.getByRole('link', { name: 'bulk 0', exact: true }).waitFor();
    await table.hover();
    await page.mouse.wheel(0, 3000);
    await top.waitFor({ state: 'detached' });
    await table.getByRole('button', { name: 'Name', exact: true }).click();
    await top.getByRole('link', { name: 'Report', exact: true }).waitFor(); // of the list the other way round
    await page.getByRole('searchbox', { name: 'Search by name' }).fill(`crowd ${CROWD}`);
    await table.getByRole('link', { name: `crowd ${CROWD}`, exact: true }).waitFor();
    await eventually(async () => expect(await table.locator('[data-index]').count()).toBe(1));
  });

  it('go on with many when the list is another, and say so, until they are stopped', async () => {
    await batch('many', 0, 20);
    const page = await openConsole(stack, { path: '/triggers?q=many' });
    await page.getByRole('checkbox', { name: 'Choose all that are loaded' }).click();
    await page.route('**/pause', () => undefined); // none of them ends by itself
    await button(page, 'Pause').click();
    await page.getByText(/^0 of 20 paused$/).waitFor();
    const search = page.getByRole('searchbox', { name: 'Search by name' });
    await search.fill('');
    await search.pressSequentially('none is called so');
    await page.getByText('No trigger fits these filters.').waitFor();
    expect(await search.inputValue()).toBe('none is called so');
    await shot(page, 'triggers-none-fits');
    await button(page, 'Stop').click();
    await page.unrouteAll();
    await page.getByText(/^6 paused, 14 left as they were: it was stopped/).waitFor();
    await checkAccessible(page);
  });

  it('say that a trigger is gone, and offer another try while the api is away', async () => {
    const { id } = await stack.api.createTrigger({ name: 'Short-lived', trigger_type: 'api' });
    const page = await openConsole(stack, { path: '/triggers?q=short-lived', expectedStatuses: [404] });
    await page.route(`**/triggers/${id}`, (route) => route.abort());
    await page.getByRole('link', { name: 'Short-lived' }).click();
    const alert = page.getByRole('alert');
    await alert.filter({ hasText: 'The api cannot be reached' }).waitFor();
    await checkAccessible(page);
    await shot(page, 'trigger-away');
    await stack.api.delete(`/triggers/${id}`);
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await alert.filter({ hasText: 'It is not there' }).waitFor();
    await page.getByRole('link', { name: 'To all triggers' }).waitFor();
    takeFaults(page); // of the requests that were broken off
  });

  it('can be used on a narrow screen', async () => {
    const page = await openConsole(stack, { path: '/triggers/new?template=weekdays-at-nine', width: 360 });
    await page.getByText('At 09:00', { exact: false }).first().waitFor();
    const width = () => page.evaluate('document.documentElement.scrollWidth');
    expect(await width()).toBe(360);
    await shot(page, 'trigger-new-360');
    const { id } = await stack.api.createTrigger({ name: 'Changed elsewhere', trigger_type: 'api' });
    await page.clock.install();
    await page.goto(`${stack.api.origin}/console/triggers`);
    const row = page.getByRole('grid', { name: 'Triggers' }).getByRole('row', { name: 'Changed elsewhere' });
    await row.getByText('enabled').waitFor();
    expect(await width()).toBe(360);
    await shot(page, 'triggers-360');
    expect((await stack.api.post(`/triggers/${id}/pause`)).status).toBe(200);
    await page.clock.fastForward(10_000);
    await row.getByText('paused').waitFor();
  });

  async function batch(name: string, start: number, length: number): Promise<void> {
    const triggers = Array.from({ length }, (_, index) => ({
      external_key: `${name}-${start + index}`,
      name: `${name} ${start + index}`,
      trigger_type: 'api',
    }));
    expect((await stack.api.post('/triggers/batch', { triggers })).status).toBe(200);
  }
});
