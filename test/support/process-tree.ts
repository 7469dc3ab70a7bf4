import { readdirSync, readFileSync } from 'node:fs';

interface Entry {
  pid: number;
  parent: number;
  zombie: boolean;
}

/** Whether one can ask who is whose child here: Linux alone has /proc. */
export const canSeeProcesses = process.platform === 'linux';

/** The process and all below it. */
export function treeOf(pid: number): number[] {
  const entries = processes();
  const below = (parent: number): number[] => [
    parent,
    ...entries.filter((entry) => entry.parent === parent).flatMap((entry) => below(entry.pid)),
  ];
  return below(pid);
}

/** Which of these still run; what is dead and only waits for its parent's attention does not. */
export function stillRunning(pids: number[]): number[] {
  return processes()
    .filter(({ pid, zombie }) => !zombie && pids.includes(pid))
    .map(({ pid }) => pid);
}

function processes(): Entry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        // "pid (command) state parent …", where the command may hold anything
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return [{ pid: Number(pid), parent: Number(parent), zombie: state === 'Z' }];
      } catch {
        return []; // it ended meanwhile
      }
    });
}
