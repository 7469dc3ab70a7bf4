import type { Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { checkAccessible, describeInBrowser, openConsole, shot } from '../support/browser.js';
import type { Page as ListPage, Trigger } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

describeInBrowser('Somebody who has never been here', () => {
  const stack = useStack();
  const receiver = useReceiver();

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const textbox = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
  const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
  const goTo = (page: Page, name: string) =>
    page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click();

  it('comes from nothing to a webhook, sees it fail and die, and brings it back', async () => {
    const endpoint = receiver.endpoint();
    const page = await openConsole(stack);
    await page.goto(`${stack.api.origin}/`);
    await heading(page, 'Your first webhook, in three steps').waitFor();
    await checkAccessible(page);
    await shot(page, 'journey-01-first-visit');

    await page.getByRole('link', { name: 'Start from a template' }).click();
    await eventually(async () => expect(await textbox(page, 'Name').inputValue()).toBe('Order placed'));
    await shot(page, 'journey-02-template');
    await button(page, 'New URL').click();
    await textbox(page, 'URL of destinations 1').fill(endpoint.url);
    await button(page, 'Try it first').click();

    await heading(page, 'Test bench').waitFor();
    await shot(page, 'journey-03-draft');
    await button(page, 'Send test').click();
    await page.getByText('Every delivery has arrived.').waitFor();
    await shot(page, 'journey-04-draft-tested');
    expect(endpoint.requests).toMatchObject([{ body: '{"order":42}' }]);
    expect(await stack.database.count('SELECT count(*) FROM triggers')).toBe(0);

    await button(page, 'Save as trigger …').click();
    await eventually(async () =>
      expect(await textbox(page, 'URL of destinations 1').inputValue()).toBe(endpoint.url),
    );
    await shot(page, 'journey-05-to-be-saved');
    await button(page, 'Create trigger').click();
    await page.getByText('Copy the signing secret now').waitFor();
    await goTo(page, 'Events');
    await page.getByText('Leave without the secret?').waitFor();
    await checkAccessible(page);
    await shot(page, 'journey-06-secret-guarded');
    await button(page, 'Stay').click();
    const secret = (await page.getByLabel(/^Signing secret of/).innerText()).trim();
    await shot(page, 'journey-07-secret');
    await page.getByRole('link', { name: 'I have stored it' }).click();

    await heading(page, 'Order placed').waitFor();
    const { data: saved } = (await stack.api.get<ListPage<Trigger>>('/triggers')).body;
    expect(saved).toMatchObject([
      {
        name: 'Order placed',
        api_payload: { order: 42 },
        payload_schema: { required: ['order'] },
        destinations: [{ url: endpoint.url }],
      },
    ]);
    await shot(page, 'journey-08-trigger');
    const fire = async (step: string) => {
      await button(page, 'Fire now').click();
      await checkAccessible(page);
      await shot(page, `journey-${step}`);
      await page.getByRole('dialog').getByRole('button', { name: 'Fire now' }).click();
      await page.getByRole('link', { name: 'see its event' }).click();
      await heading(page, 'Deliveries').waitFor();
    };
    await fire('09-fire');
    const delivery = page.getByRole('article').first(); // the newest
    await delivery.getByText('delivered', { exact: true }).waitFor();
    await shot(page, 'journey-10-delivered');

    await delivery.getByRole('link').click();
    await page.getByRole('link', { name: 'Edit' }).click();
    await textbox(page, 'Tries').fill('2');
    await textbox(page, 'First delay').fill('1s');
    await page.getByText('Tried again after 1.0 s', { exact: false }).waitFor();
    await shot(page, 'journey-11-short-retries');
    await button(page, 'Save changes').click();
    await heading(page, 'How it goes').waitFor();
    await shot(page, 'journey-12-destination');

    endpoint.answer({ status: 500, body: 'no room' });
    await goTo(page, 'Triggers');
    await page.getByRole('link', { name: 'Order placed' }).click();
    await fire('13-fire-again');
    await delivery.getByText('#1').waitFor();
    await shot(page, 'journey-14-failing');
    await delivery.getByText('dead', { exact: true }).waitFor();
    await delivery.getByText('#2').waitFor();
    await delivery.getByText('no room').last().waitFor(); // the last try is open
    await shot(page, 'journey-15-dead');
    const id = new URL(page.url()).pathname.split('/').at(-1)!;

    endpoint.answer(204);
    await button(page, 'Replay').click();
    await shot(page, 'journey-16-replay');
    await button(page, 'Deliver again').click();
    await delivery.getByText('delivered', { exact: true }).waitFor();
    const replayed = endpoint.requests.at(-1)!;
    const webhookId = String(replayed.headers['webhook-id']);
    await delivery.getByText(`webhook-id ${webhookId}`).waitFor();
    await page.getByText('delivered', { exact: true }).nth(1).waitFor(); // the event too
    await shot(page, 'journey-17-replayed');

    expect(new Webhook(secret).verify(replayed.body, replayed.headers as Record<string, string>)).toEqual({
      order: 42,
    });
    expect(webhookId).not.toBe(id);
    const ids = endpoint.requests.map(({ headers }) => headers['webhook-id']);
    expect(ids.slice(2)).toEqual([id, id, webhookId]);
    await goTo(page, 'Overview');
    await page.getByRole('link', { name: /^Delivered 3/ }).waitFor({ timeout: 30_000 });
    await checkAccessible(page);
    await shot(page, 'journey-18-overview');
  });
});
