import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Experiment, Findings } from './lab/lab.mjs';

const LAB = join(import.meta.dirname, 'lab', 'lab.mjs');
/** Root needs no user namespace, and may not get one in a container; everybody else needs one to be root in. */
const UNSHARE = ['--net', '--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--'];

/**
 * Why there can be no network of the tests' own here; undefined when there can. It takes Linux, the right to make
 * namespaces, and iproute2. With `CI=true` that it cannot be had is an error.
 */
export function reasonAgainstLab(): string | undefined {
  const tried = spawnSync('unshare', [...UNSHARE, 'ip', 'link', 'set', 'lo', 'up'], {
    encoding: 'utf8',
  });
  if (tried.status === 0) return undefined;
  return skipped('a network of its own', tried.error?.message ?? tried.stderr.trim());
}

/** Why no name can have IPv6 addresses there: they are not looked up where the kernel has none. As above. */
export function reasonAgainstIpv6(): string | undefined {
  return existsSync('/proc/net/if_inet6') ? undefined : skipped('IPv6', 'the kernel has none');
}

function skipped(what: string, reason: string): string {
  const { CI } = process.env;
  if (CI && CI !== 'false') throw new Error(`There can be no test with ${what}: ${reason}`);
  console.warn(`What is tested with ${what} is skipped: ${reason}`);
  return reason;
}

/** A network that leads nowhere, with these addresses, in which the product sends; see lab/lab.mjs. */
export function useLab(addresses: string[]): { run: (experiment: Partial<Experiment>) => Promise<Findings> } {
  let child: ChildProcess;
  let ended: Promise<never>;
  let output = '';
  const dir = mkdtempSync(join(tmpdir(), 'etp-test-lab-'));
  beforeAll(async () => {
    writeFileSync(join(dir, 'resolv.conf'), 'nameserver 127.0.0.1\noptions timeout:5 attempts:2\n');
    writeFileSync(join(dir, 'nsswitch.conf'), 'hosts: files dns\n');
    const mounts = ['resolv.conf', 'nsswitch.conf'].map(
      (name) => `{ [ ! -e /etc/${name} ] || mount --bind '${dir}/${name}' /etc/${name}; }`,
    );
    const script = [...mounts, 'exec "$0" "$1"'].join(' && ');
    child = spawn('unshare', [...UNSHARE, 'sh', '-c', script, process.execPath, LAB], {
      env: { PATH: process.env['PATH'], LAB_ADDRESSES: addresses.join(' '), UV_THREADPOOL_SIZE: '64' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    ended = once(child, 'exit').then(() => {
      throw new Error(`The lab ended:\n${output}`);
    });
    ended.catch(() => {}); // whoever waits for an answer hears of it
    await answer();
  });
  afterAll(() => {
    child?.kill('SIGKILL');
    rmSync(dir, { recursive: true });
  });

  async function answer(): Promise<unknown> {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as unknown[];
    return message;
  }

  return {
    run: async ({ allow = '', names = {}, sends = [] }) => {
      const answered = answer();
      child.send({ allow, names, sends });
      return (await answered) as Findings;
    },
  };
}
