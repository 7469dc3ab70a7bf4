import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { removeHome } from '../../scripts/embedded/home.mjs';
import { freePort } from '../../scripts/ports.mjs';
import { eventually } from '../support/eventually.js';
import { Launcher } from '../support/launcher.js';
import { canSeeProcesses, stillRunning, treeOf } from '../support/process-tree.js';

describe.runIf(canSeeProcesses)('npm start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'etp-launcher-'));
  let launcher: Launcher;

  async function start(env: NodeJS.ProcessEnv = {}): Promise<Launcher> {
    launcher = new Launcher({ DATA_DIR: dataDir, PORT: String(await freePort()), ...env });
    return launcher;
  }

  afterEach(async ({ task }) => {
    if (launcher.running) await launcher.end('SIGTERM');
    if (task.result?.state === 'fail') console.log(launcher.output);
  });
  afterAll(() => {
    removeHome(join(dataDir, 'postgres')); // which may lie elsewhere, where its user can reach it
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('says where the api is, which works; on SIGTERM all of it stops and the data stays', async () => {
    const first = await start();
    const made = await (await first.api()).createTrigger({ name: 'Kept', trigger_type: 'api' });
    expect(first.output).toMatch(/Docs\s+http:.*\/docs/);
    expect(first.output).toMatch(/Console\s+http:.*\/console/);
    const tree = treeOf(first.pid);
    expect(tree.length, 'the launcher, PostgreSQL, api and worker').toBeGreaterThanOrEqual(4);

    expect(await first.end('SIGTERM')).toBe(0);
    expect(stillRunning(tree)).toEqual([]);

    const second = await start();
    expect(await (await second.api()).trigger(made.id)).toMatchObject({ name: 'Kept' });
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('killed with -9 leaves no process behind, and the next start recovers', async () => {
    const killed = await start();
    const made = await (await killed.api()).createTrigger({ name: 'Survivor', trigger_type: 'api' });
    const tree = treeOf(killed.pid);

    await killed.end('SIGKILL');
    await eventually(() => expect(stillRunning(tree)).toEqual([]));

    const next = await start();
    expect(await (await next.api()).trigger(made.id)).toMatchObject({ name: 'Survivor' });
    expect(await next.end('SIGTERM')).toBe(0);
  });

  it('fails with a word about it when the PORT that was asked for is taken', async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const { port } = squatter.address() as AddressInfo;
    const { ended } = await start({ PORT: String(port) });
    expect(await ended).toBe(1);
    expect(launcher.output).toContain(`PORT ${port} on 127.0.0.1 is taken`);
    await new Promise((resolve) => squatter.close(resolve));
  });

  it('refuses a second start on the same data', async () => {
    await (await start()).api();
    const first = launcher;
    const second = await start();
    expect(await second.ended).toBe(1);
    expect(second.output).toContain('already runs');
    expect(await first.end('SIGTERM')).toBe(0);
  });
});
