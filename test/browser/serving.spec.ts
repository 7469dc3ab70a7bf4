import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { checkAccessible, describeInBrowser, openConsole, shot, takeFaults } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { useStack } from '../support/stack.js';

/** But those of something that there is, which its own tests look at. */
const EVERY_PAGE = [
  '',
  '/triggers',
  '/triggers/new',
  '/test-bench',
  '/events',
  '/events/compare',
  '/destinations',
  '/destinations/new',
  '/replays',
  '/calendar',
  '/retention',
  '/settings',
  '/sign-in',
  '/nowhere',
];

describeInBrowser('The console in Chromium', () => {
  const stack = useStack({ workers: 0, env: { NODE_ENV: 'production' } });

  it.each(['light', 'dark'] as const)(
    'opens by a deep link, in %s colours, without a fault',
    async (colorScheme) => {
      const page = await openConsole(stack, { path: '/triggers?enabled=true', colorScheme });

      await eventually(async () => expect(await page.locator('#root').innerText()).not.toBe(''));
      expect(page.url()).toBe(`${stack.api.origin}/console/triggers?enabled=true`);
      await checkAccessible(page);
      await shot(page, `serving-${colorScheme}`);
    },
  );

  it.each(['', '/triggers', '/events', '/destinations', '/calendar', '/retention'])(
    'says at %s that it is still reading',
    async (path) => {
      const page = await openConsole(stack, { path: '/settings' });
      const isOfApi = ({ pathname }: URL) => !/^\/(console|auth)/.test(pathname);
      await page.route(isOfApi, () => undefined); // none of them is answered
      await page.goto(`${stack.api.origin}/console${path}`);

      const said = page.getByRole('status').getByText(/^Loading/);
      await said.first().waitFor({ state: 'attached' });
      await checkAccessible(page);
    },
  );

  it.each([360, 3840])('has no page that is wider than a screen of %d px', async (width) => {
    const page = await openConsole(stack, { path: '/nowhere', width, height: 2160 });
    for (const path of EVERY_PAGE) {
      await page.goto(`${stack.api.origin}/console${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page
        .getByRole('status')
        .getByText(/^Loading/)
        .first()
        .waitFor({ state: 'detached' });

      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBe(width);
      await checkAccessible(page);
    }
  });

  it('says that the api is away, with another try', async () => {
    const page = await openConsole(stack, { path: '/sign-in' });
    await page.route('**/auth/me', (route) => route.abort());
    await page.goto(`${stack.api.origin}/console/triggers`);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await checkAccessible(page);

    await page.unroute('**/auth/me');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Triggers', exact: true }).waitFor();
    expect(takeFaults(page).join()).toContain('auth/me'); // the browser writes down what it could not fetch
  });

  it('has all pages at hand at an address that is none', async () => {
    const page = await openConsole(stack, { path: '/nowhere/at-all' });

    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await checkAccessible(page);
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Triggers' }).click();
    await page.getByRole('heading', { name: 'Triggers', exact: true }).waitFor();
  });

  it('is where a browser that opens the address ends up', async () => {
    const page = await openConsole(stack);

    await page.goto(stack.api.origin);
    expect(new URL(page.url()).pathname).toBe('/console');
  });

  it('allows style elements to those that know the nonce, and nothing else from the page itself', async () => {
    const page = await openConsole(stack);
    const nonce = String(await page.evaluate(`document.querySelector('meta[property=csp-nonce]').nonce`));
    const addStyle = (nonce: string) =>
      page.evaluate(`{
        const style = document.createElement('style');
        style.nonce = ${JSON.stringify(nonce)};
        style.textContent = 'body { --tried: yes }';
        document.head.append(style);
        getComputedStyle(document.body).getPropertyValue('--tried');
      }`);

    expect(await addStyle('another')).toBe('');
    expect(await addStyle(nonce)).toBe('yes');
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('script'), { text: 'tried = 1' }))`,
    );
    expect(await page.evaluate('typeof tried')).toBe('undefined');

    const noticed = await noticedBy(page, [/style-src-elem inline/, /script-src-elem inline/]);
    expect(noticed.filter((fault) => fault.includes('content security policy: '))).toHaveLength(2);
  });

  it('would fail a test whose page asks elsewhere, throws, or writes an error', async () => {
    const page = await openConsole(stack, { expectedStatuses: [404] });
    await page.evaluate(`fetch('/console/assets/nothing.js')`);
    await page.evaluate(`fetch('http://127.0.0.1:9/').catch(() => {})`);
    await page.evaluate(`setTimeout(() => { throw new Error('thrown') })`);
    await page.evaluate(`console.error('written')`);

    const noticed = await noticedBy(page, [
      /connect-src http:\/\/127.0.0.1:9/,
      /not caught: Error: thrown/,
      /console: written/,
    ]);
    expect(noticed.join('\n')).not.toContain('404');
  });
});

/** The page's faults, once each of these is among them. */
async function noticedBy(page: Page, expected: RegExp[]): Promise<string[]> {
  const noticed: string[] = [];
  await eventually(() => {
    noticed.push(...takeFaults(page));
    for (const one of expected) expect(noticed.join('\n')).toMatch(one);
  });
  return noticed;
}
