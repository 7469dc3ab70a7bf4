import { expect, it } from 'vitest';
import { checkAccessible, describeInBrowser, openConsole, shot } from '../support/browser.js';
import { useStack } from '../support/stack.js';

describeInBrowser('The page of retention', () => {
  const stack = useStack();

  it('says what a policy would do before it is saved, applies it, and lists what is kept from it', async () => {
    const { id } = await stack.api.createTrigger({ name: 'Audited', trigger_type: 'api' });
    const [kept, old] = [await stack.api.fire(id), await stack.api.fire(id)];
    await stack.api.patch(`/events/${kept.id}`, { hold: true });
    await stack.database.query(
      `UPDATE events SET fired_at = fired_at - interval '90 hours' WHERE id = '${old.id}'`,
    );

    const page = await openConsole(stack, { path: '/retention', expectedStatuses: [422] });
    await page.getByText('2 events there are. Applied to them, 1 would be gone at once').waitFor();
    await page.getByRole('img', { name: /Events that are deleted on each of the next/ }).waitFor();
    await checkAccessible(page);

    const amount = page.getByRole('textbox', { name: 'Delete after: how many' });
    await amount.fill('1');
    await page
      .getByText(/must be|at least/)
      .first()
      .waitFor(); // two hours until the archive, one until the end
    await amount.fill('100');
    await page.getByRole('heading', { name: 'What it would do' }).waitFor();
    await page.getByText('none would be gone at once; 1 would be archived.').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('New events live by this policy from now on.').waitFor();
    expect((await stack.api.get('/retention')).body).toEqual({
      archive_after: '2h',
      delete_after: '100h',
      inherited: false,
    });

    await page.getByRole('button', { name: 'Apply to existing events…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
    await page.getByText('policies applied').waitFor();
    await page.getByText(/2 of 2 looked at/).waitFor();

    await page.getByRole('button', { name: 'Release the event of Audited' }).click();
    await page.getByText('None. An event’s page has a button').waitFor();
    expect((await stack.api.event(kept.id)).hold).toBe(false);

    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByText(/[01] archived, 0 deleted, \d+ slices dropped/).waitFor();
    await stack.database.query(
      `INSERT INTO retention_runs (id, kind, job, state, runs, since, started_at, finished_at)
       VALUES (uuidv7(), 'maintenance', 'count sheep', 'done', 3, now() - interval '1 hour', now(), now())`,
    );
    const runs = page.getByRole('region', { name: 'Runs' });
    await runs.getByText('asked for').waitFor();
    expect(await runs.getByText('count sheep').count()).toBe(0);
    await page.getByRole('switch', { name: 'With those that had nothing to do' }).click();
    await runs.getByText('count sheep: 0').waitFor();
    await runs.getByText(/^3 runs with nothing to do, the first 1 h ago/).waitFor();
    await checkAccessible(page);
    await shot(page, 'retention');
  });
});
