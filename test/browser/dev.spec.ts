import { createServer, type Plugin } from 'vite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { describeInBrowser, openConsole } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { useStack, type Stack } from '../support/stack.js';

const EDITED = '/pages/triggers/list/filters.tsx';

/** As if somebody wrote another word into that file. */
function edits() {
  let word = 'Any state';
  const plugin: Plugin = {
    name: 'edits',
    enforce: 'pre',
    transform: (code, id) => (id.endsWith(EDITED) ? code.replace('Any state', word) : null),
  };
  return { plugin, write: (another: string) => (word = another) };
}

describeInBrowser('The console from its sources', () => {
  const stack = useStack({ workers: 0 });

  it('shows a change at once, without loading the page again', async () => {
    const { plugin, write } = edits();
    vi.stubEnv('CONSOLE_API', stack.api.origin);
    onTestFinished(() => void vi.unstubAllEnvs());
    const server = await createServer({
      configFile: 'apps/console/vite.config.ts',
      logLevel: 'error',
      server: { port: 0 },
      plugins: [plugin],
    });
    onTestFinished(() => server.close());
    await server.listen();
    const { port } = server.httpServer!.address() as { port: number };
    await stack.api.createTrigger({ name: 'There', trigger_type: 'api' });

    const sources = { api: { origin: `http://127.0.0.1:${port}` } } as Stack;
    const page = await openConsole(sources, { path: '/triggers' });
    await page.getByRole('link', { name: 'There' }).waitFor();
    let tries = 0;
    await eventually(async () => {
      // a first visit may load the page again by itself, once what it depends on has been bundled
      await page.evaluate('window.isTheSame = true');
      const word = `In whatever state ${++tries}`;
      write(word);
      server.watcher.emit('change', `${server.config.root}/src${EDITED}`);
      await page.getByRole('option', { name: word }).waitFor({ state: 'attached' });
      expect(await page.evaluate('window.isTheSame'), 'the page was not loaded again').toBe(true);
    });
  });
});
