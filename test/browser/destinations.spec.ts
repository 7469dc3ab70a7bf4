import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { checkAccessible, describeInBrowser, openConsole, shot } from '../support/browser.js';
import type { Destination } from '../support/contract.js';
import { expecting } from '../support/api-client.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

const LETTERS = 30;

describeInBrowser('The pages of destinations', () => {
  const stack = useStack();
  const receiver = useReceiver();

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
  const destination = async (fields: object) =>
    expecting(201, await stack.api.post<Destination>('/destinations', fields));

  it('lead from nothing, by a fault and a template, to a destination whose secret is shown once', async () => {
    const page = await openConsole(stack, { path: '/destinations', expectedStatuses: [422] });
    await heading(page, 'No destination yet').waitFor();
    await checkAccessible(page);
    await shot(page, 'destinations-empty');
    await page.getByRole('main').getByRole('link', { name: 'New destination' }).last().click();

    const url = page.getByRole('textbox', { name: 'URL', exact: true });
    await url.fill('nowhere');
    await button(page, 'Create destination').click();
    await eventually(async () => expect(await url.getAttribute('aria-invalid')).toBe('true'));
    await url.fill(receiver.endpoint().url);
    await page.getByRole('textbox', { name: 'Template' }).fill('{"order": payload.id * 2}');
    await page.getByText('"order": 84').waitFor();
    await button(page, 'Header').click();
    await page.getByRole('textbox', { name: 'Name of header 1' }).fill('x-tenant');
    await page.getByRole('textbox', { name: 'Value of header 1' }).fill('very-secret');
    await checkAccessible(page);
    await shot(page, 'destination-new');
    await button(page, 'Create destination').click();

    const dialog = page.getByRole('dialog', { name: 'Signing secret' });
    await dialog.getByText(/^whsec_/).waitFor();
    await checkAccessible(page);
    await button(page, 'I have stored it').click();
    await page.getByText('x-tenant').waitFor();
    const shown = await page.getByRole('main').innerText();
    expect(shown).not.toContain('whsec_');
    expect(shown).not.toContain('very-secret');
    expect(await stack.database.count('SELECT count(*) FROM destinations')).toBe(1);
  });

  it('bring back what a broken receiver did not take, once it is mended', async () => {
    const endpoint = receiver.endpoint(500);
    const { id } = await destination({ name: 'Broken', url: endpoint.url, retry: { max_attempts: 1 } });
    const trigger = await stack.api.createTrigger({
      name: 'Orders',
      trigger_type: 'api',
      destinations: [id],
    });
    for (let n = 0; n < LETTERS; n++) await stack.api.fire(trigger.id, { n });

    await eventually(async () => {
      const { circuit } = expecting(200, await stack.api.get<Destination>(`/destinations/${id}`));
      expect(circuit.state).not.toBe('closed');
    });
    const page = await openConsole(stack, { path: '/destinations' });
    await page.getByRole('link', { name: 'Broken' }).waitFor();
    await page.getByRole('switch', { name: 'In trouble only' }).click();
    await eventually(async () => expect(await page.getByRole('row').count()).toBe(2));
    await page.getByRole('gridcell', { name: /^(circuit|half) open$/ }).waitFor();
    await page.getByRole('img', { name: /^Last 24 hours: / }).waitFor();
    await checkAccessible(page);
    await shot(page, 'destinations');
    await page.getByRole('link', { name: 'Broken' }).click();
    await page.getByText(/^Its circuit is /).waitFor();
    await checkAccessible(page);
    await shot(page, 'destination-open');

    endpoint.answer({ status: 200, body: 'mended' });
    await button(page, 'Close the circuit and try now').click();
    await eventually(async () => {
      const left = `SELECT count(*) FROM deliveries WHERE destination_id = '${id}' AND finished_at IS NULL`;
      expect(await stack.database.count(left)).toBe(0);
    });
    const dead = await stack.database.count(
      `SELECT count(*) FROM deliveries WHERE destination_id = '${id}' AND status = 'dead'`,
    );
    expect(dead).toBeGreaterThan(0);

    await page.getByRole('tab', { name: 'Dead letters' }).click();
    await page.getByText(new RegExp(`^${dead} events? ha(s|ve) a dead delivery`)).waitFor();
    await page.getByRole('grid', { name: 'Dead letters' }).getByText('500').first().waitFor();
    await checkAccessible(page);
    await shot(page, 'destination-dead');
    await page.getByRole('textbox', { name: 'At most' }).fill(String(dead - 1));
    await page.getByRole('textbox', { name: 'Within' }).fill('4s'); // so it has the last to send when it is paused
    await button(page, 'Send again …').click();
    await checkAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();

    await heading(page, 'Replay').waitFor();
    const bar = page.getByRole('progressbar', { name: 'How far the replay is' });
    await button(page, 'Pause').click();
    await button(page, 'Resume').click();
    await eventually(async () => expect(await bar.getAttribute('aria-valuenow')).toBe('100'));
    await page.getByText(`${dead} of ${dead}`, { exact: false }).waitFor();
    await page.getByText('done', { exact: true }).waitFor();
    await checkAccessible(page);
    await shot(page, 'replay');
    expect(endpoint.requests).toHaveLength(LETTERS + dead);
    await page.getByRole('link', { name: 'All replays' }).click();
    await page.getByRole('cell', { name: 'done' }).waitFor();
    await checkAccessible(page);
    await shot(page, 'replays');
  });

  it('are spared the rest of a replay that is cancelled', async () => {
    const endpoint = receiver.endpoint();
    const { id } = await stack.api.createTrigger({
      name: 'Replayed',
      trigger_type: 'api',
      destinations: [{ url: endpoint.url }],
    });
    for (let n = 0; n < LETTERS; n++) await stack.api.fire(id, { n });
    await eventually(() => expect(endpoint.requests).toHaveLength(LETTERS));
    const replay = await stack.api.post<{ replay_id: string }>('/events/replay', {
      filter: { trigger_id: id, status: 'all' },
      rate: { max: 1, per: '1m' },
    });
    const page = await openConsole(stack, { path: `/replays/${replay.body.replay_id}` });
    await button(page, 'Cancel …').click();
    const dialog = page.getByRole('dialog', { name: 'Cancel the replay?' });
    await dialog.waitFor();
    await checkAccessible(page);
    await dialog.getByRole('button', { name: 'Cancel the replay' }).click();
    await page.getByText('cancelled', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /^(Cancel …|Pause|Resume)$/ }).count()).toBe(0);
    expect(endpoint.requests.length).toBeLessThanOrEqual(LETTERS + 1);
  });

  it('rotate a secret, test, call the doctor, change only what was typed, and delete', async () => {
    const endpoint = receiver.endpoint();
    const { id, secret } = await destination({
      name: 'Careless',
      url: endpoint.url,
      headers: { 'x-a': 'kept' },
    });
    const page = await openConsole(stack, { path: `/destinations/${id}?tab=try`, colorScheme: 'dark' });
    await button(page, 'More').click();
    await page.getByRole('menuitem', { name: 'Rotate secret …' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
    const rotated = page.getByRole('dialog').getByText(/^whsec_/);
    expect(await rotated.innerText()).not.toBe(secret);
    await checkAccessible(page);
    await button(page, 'I have stored it').click();
    await page.getByText('signs along; it ends', { exact: false }).waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain('whsec_');

    await button(page, 'Send a test').click();
    await page.getByRole('definition').getByText('delivered', { exact: true }).waitFor();
    expect(endpoint.requests).toMatchObject([{ body: '{"test":true}' }]);
    await button(page, 'Call the doctor').click();
    const report = page.getByRole('table', { name: 'Checks of the doctor' });
    await report.getByRole('row', { name: /bad signature.*not well$/ }).waitFor({ timeout: 25_000 });
    await checkAccessible(page);
    await shot(page, 'destination-doctor-dark');

    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Careful');
    await checkAccessible(page);
    await shot(page, 'destination-edit-dark');
    await button(page, 'Save changes').click();
    await heading(page, 'Careful').waitFor();
    expect(expecting(200, await stack.api.get<object>(`/destinations/${id}`))).toMatchObject({
      name: 'Careful',
      url: endpoint.url,
      headers: { 'x-a': '***' },
    });

    await button(page, 'More').click();
    await page.getByRole('menuitem', { name: 'Delete …' }).click();
    await page.getByText('triggers forget it', { exact: false }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await heading(page, 'Destinations').waitFor();
    expect(await stack.database.count(`SELECT count(*) FROM destinations WHERE id = '${id}'`)).toBe(0);
  });

  it('can be used on a narrow screen', async () => {
    const { id } = await destination({
      name: 'A long name of a destination',
      url: receiver.endpoint().url,
    });
    const page = await openConsole(stack, { path: '/destinations', width: 360 });
    const width = () => page.evaluate('document.documentElement.scrollWidth');
    await page.getByRole('grid', { name: 'Destinations' }).waitFor();
    expect(await width()).toBe(360);
    await shot(page, 'destinations-360');
    for (const path of [`/destinations/${id}`, `/destinations/${id}?tab=dead`, `/destinations/${id}/edit`]) {
      await page.goto(`${stack.api.origin}/console${path}`);
      await heading(page, path.endsWith('edit') ? 'How it is tried' : 'How it goes').waitFor();
      expect(await width(), path).toBe(360);
      await shot(page, `destination-360-${path.slice(-4)}`);
    }
  });
});
