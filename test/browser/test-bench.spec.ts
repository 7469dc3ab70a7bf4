import type { Locator, Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { checkAccessible, describeInBrowser, openConsole, shot } from '../support/browser.js';
import type { Destination, EventWithDeliveries } from '../support/contract.js';
import { eventually } from '../support/eventually.js';
import { useReceiver } from '../support/receiver.js';
import { useStack } from '../support/stack.js';

const SCHEMA = { type: 'object', required: ['order'], properties: { order: { type: 'integer' } } };

describeInBrowser('The test bench', () => {
  const stack = useStack();
  const receiver = useReceiver();

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const editor = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

  /** What a person would copy off the page. */
  async function headersIn(table: Locator): Promise<Record<string, string>> {
    const fields = await table.getByRole('row').all();
    return Object.fromEntries(
      await Promise.all(
        fields.map(async (row) => [
          await row.getByRole('rowheader').innerText(),
          await row.getByRole('cell').innerText(),
        ]),
      ),
    ) as Record<string, string>;
  }

  it('leads from a draft whose payload does not fit, to a request whose signature does, and is not lost by a slip', async () => {
    const endpoint = receiver.endpoint({ status: 200, headers: { 'x-answer': 'yes' }, body: 'thank you' });
    const { secret } = (
      await stack.api.post<Destination>('/destinations', {
        name: 'Shop',
        url: endpoint.url,
      })
    ).body;
    const page = await openConsole(stack, { path: '/test-bench', expectedStatuses: [422] });
    await editor(page, 'Name').fill('Order placed');
    await page.getByRole('combobox', { name: 'Choose destinations' }).click();
    await page.getByRole('option', { name: /^Shop/ }).click();
    await editor(page, 'Payload schema').fill(JSON.stringify(SCHEMA));
    await editor(page, 'Payload').fill('{"order":"7"}');
    await page.getByText('It does not fit the schema').waitFor();
    await checkAccessible(page);
    await shot(page, 'test-bench-draft');

    await button(page, 'Send test').click();
    await page.getByRole('alert').waitFor();
    await shot(page, 'test-bench-refused');
    expect(endpoint.requests).toEqual([]);

    await editor(page, 'Payload').fill('{"order":7,"text":"Grüße"}');
    await button(page, 'Send test').click();
    await page.getByText('Every delivery has arrived.').waitFor();
    await page.getByText('Answered 200').waitFor();
    const headers = await headersIn(page.getByRole('table', { name: 'Headers of the request' }));
    const body = await page.getByLabel(/^Body, \d+ bytes$/).innerText();
    expect(new Webhook(secret!).verify(body, headers)).toEqual({ order: 7, text: 'Grüße' });
    expect(endpoint.requests).toMatchObject([{ headers, body }]);
    const answer = await headersIn(page.getByRole('table', { name: 'Headers of the answer' }));
    expect(answer).toMatchObject({ 'x-answer': 'yes' });
    expect(await page.getByLabel('Body, up to 4 KiB', { exact: true }).innerText()).toBe('thank you');
    await checkAccessible(page);
    await shot(page, 'test-bench-delivered');

    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Events' }).click();
    await page.getByText('Leave without saving?').waitFor();
    await button(page, 'Stay').click();
    expect(await editor(page, 'Name').inputValue()).toBe('Order placed');
  });

  it('shows a saved trigger’s tries as they happen, and keeps payloads and tests for another look', async () => {
    const endpoint = receiver.endpoint({ status: 500, body: 'not yet' }, 204);
    const retry = { min_delay: '2s', jitter: 0 };
    const { id } = await stack.api.createTrigger({
      name: 'Retried',
      trigger_type: 'api',
      api_payload: { own: true },
      destinations: [{ name: 'Slow', url: endpoint.url, headers: { 'X-Key': 'k3y' }, retry }],
    });
    const earlier = await stack.api.fire(id, { from: 'before' });
    await eventually(async () => expect((await stack.api.event(earlier.id)).status).toBe('delivered'));
    endpoint.answer({ status: 500, body: 'not yet' }, 204);

    const page = await openConsole(stack, {
      path: `/test-bench?event=${earlier.id}`,
      width: 360,
      colorScheme: 'dark',
    });
    await eventually(async () => expect(await editor(page, 'Payload').innerText()).toContain('"before"'));
    await button(page, 'Save payload').click();
    await page.getByRole('textbox', { name: 'Name of the payload' }).fill('earlier one');
    await button(page, 'Save it').click();
    await button(page, 'Take from').click();
    await page.getByRole('menuitem', { name: 'The trigger’s own' }).click();
    await eventually(async () => expect(await editor(page, 'Payload').innerText()).toContain('"own"'));
    await button(page, 'earlier one').click();
    await eventually(async () => expect(await editor(page, 'Payload').innerText()).toContain('"before"'));

    await button(page, 'Send test').click();
    await page.getByText('Try 2 is due').waitFor(); // before the api answers, which waits for the end
    await page.getByText('not yet', { exact: true }).waitFor();
    const sent = page.getByRole('table', { name: 'Headers of the request' });
    expect(await headersIn(sent)).toMatchObject({ 'etp-attempt': '1' });
    expect(await sent.getByRole('row', { name: 'X-Key' }).innerText()).not.toContain('k3y');
    await page.getByText('Answered 204').waitFor();
    await page.getByText('Every delivery has arrived.').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await checkAccessible(page);
    await shot(page, 'test-bench-retried-dark-narrow');

    const test = new URL(page.url()).searchParams.get('test')!;
    const event = await stack.api.get<EventWithDeliveries>(`/events/${test}`);
    expect(event.body).toMatchObject({ source: 'test', trigger_id: id, payload: { from: 'before' } });
    await page.reload();
    await page.getByText('Answered 204').waitFor();
    await page.getByRole('heading', { name: 'Tests of this tab' }).waitFor();
  });
});
