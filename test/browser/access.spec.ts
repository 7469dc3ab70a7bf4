import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { login } from '../support/admin.js';
import { expecting } from '../support/api-client.js';
import { checkAccessible, describeInBrowser, openConsole, shot, takeFaults } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { useStack } from '../support/stack.js';

const ADMIN_PASSWORD = 'correct horse battery staple';

describeInBrowser('Whoever signs in', () => {
  const stack = useStack({ workers: 0, env: { AUTH: 'on', ADMIN_PASSWORD, RATE_LIMIT_LOGIN: '0' } });

  const signIn = async (page: Page, username: string, password: string) => {
    await page.getByRole('textbox', { name: 'User' }).fill(username);
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('is told that the password is wrong, comes to where they wanted, and makes a key that is shown once', async () => {
    const page = await openConsole(stack, { path: '/settings?tab=keys', expectedStatuses: [401] });
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await checkAccessible(page);
    await signIn(page, 'admin', 'a wrong one');
    await page.getByRole('alert').waitFor();
    await shot(page, 'sign-in-wrong');
    await signIn(page, 'admin', ADMIN_PASSWORD);

    await page.getByRole('heading', { name: 'No keys yet' }).waitFor();
    await checkAccessible(page);
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('checkout');
    await page.getByRole('checkbox', { name: /^read/ }).check();
    await checkAccessible(page);
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText('It is shown this once').waitFor();
    const key = (
      await page.getByRole('dialog', { name: 'The key checkout' }).locator('code').first().innerText()
    ).trim();
    expect((await stack.api.as(key).get('/triggers')).status).toBe(200);
    await shot(page, 'key-shown-once');
    const asked = page.waitForEvent('dialog');
    await page.evaluate('setTimeout(() => location.reload())');
    await (await asked).dismiss();
    await page.goBack();
    await page.getByText('Leave without the secret?').waitFor();
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.keyboard.press('Escape');
    await page.getByText(key).waitFor();
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await page.getByRole('cell', { name: 'checkout', exact: true }).waitFor();
    expect(await page.content()).not.toContain(key);

    for (const tab of ['Users', 'Projects', 'Audit log', 'Alerts', 'You']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('tabpanel').getByRole('heading', { name: tab }).waitFor();
      await checkAccessible(page);
      await shot(page, `settings-${tab}`);
    }
  });

  it('who is made a member of a project sees that one, and nothing of the installation', async () => {
    const page = await openConsole(stack, { path: '/settings?tab=projects', expectedStatuses: [401] });
    await signIn(page, 'admin', ADMIN_PASSWORD);
    await page.getByRole('button', { name: 'New project' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Billing');
    await page.getByRole('textbox', { name: 'Slug' }).fill('billing');
    await page.getByRole('button', { name: 'Make the project' }).click();
    await page.getByRole('cell', { name: 'billing', exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Users' }).click();
    await page.getByRole('button', { name: 'New user' }).click();
    await page.getByRole('textbox', { name: 'User', exact: true }).fill('mia');
    await page.getByRole('textbox', { name: 'Password' }).fill('a password of mia');
    await page.getByRole('combobox', { name: 'Projects' }).press('ArrowDown');
    await page.getByRole('option', { name: /default/i }).click();
    await page.getByRole('option', { name: 'Billing' }).click();
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('cell', { name: 'mia', exact: true }).waitFor();

    const member = await openConsole(stack, { path: '/settings', width: 360, expectedStatuses: [401] });
    await signIn(member, 'mia', 'a password of mia');
    await member.getByRole('tab', { name: 'You' }).click();
    await member.getByRole('definition').filter({ hasText: 'billing' }).waitFor();
    expect(await member.getByRole('tab').allInnerTexts()).toEqual(['Alerts', 'You']);
    await checkAccessible(member);
  });

  it('comes back to the page after a session that has ended, and to what was typed there', async () => {
    const page = await openConsole(stack, { path: '/triggers/new', expectedStatuses: [401] });
    await signIn(page, 'admin', ADMIN_PASSWORD);
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('Half a trigger');
    await page.evaluate(
      `localStorage.setItem('etp.session', '{"access_token":"x.y.z","refresh_token":"gone"}')`,
    );
    await page.getByRole('button', { name: 'Create trigger' }).click();
    await page.getByText('Your session has ended.').waitFor();
    takeFaults(page); // the queries that were under way were refused
    await signIn(page, 'admin', ADMIN_PASSWORD);
    await eventually(async () => expect(await name.inputValue()).toBe('Half a trigger'));
    expect(page.url()).toContain('/console/triggers/new');

    await page.getByRole('button', { name: 'You and your view' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('Leave without saving?').waitFor();
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await eventually(async () =>
      expect(await page.evaluate(`localStorage.getItem('etp.session')`)).toBe(null),
    );
  });

  it('with a key that may only read is not offered what it may not do', async () => {
    const { access_token } = await login(stack.api, 'admin', ADMIN_PASSWORD);
    const { key } = expecting(
      201,
      await stack.api.as(access_token).post<{ key: string }>('/api-keys', { name: 'r', scopes: ['read'] }),
    );
    const session = JSON.stringify({ access_token: key, refresh_token: '' });
    const origins = [{ origin: stack.api.origin, localStorage: [{ name: 'etp.session', value: session }] }];
    const page = await openConsole(stack, { context: { storageState: { cookies: [], origins } } });
    const main = page.getByRole('main');
    const offered = () => main.getByRole('link', { name: /template|draft|new trigger|webhook on/i }).count();
    await main.getByRole('heading', { name: 'Your first webhook, in three steps' }).waitFor();
    expect(await offered()).toBe(0);
    for (const [name, title] of [
      ['Triggers', 'No trigger yet'],
      ['Calendar', 'Nothing fires by itself in the next 24 hours'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
      await main.getByRole('heading', { name: title }).waitFor();
      expect(await offered(), name).toBe(0);
    }
  });
});
