// @ts-check
// Stands beside one process where the kernel cannot tie it to the launcher (macOS). Standard input is a pipe from the
// launcher: its end is the launcher's end. When the process goes first, the launcher ends this watchdog.
const [pid, signal] = process.argv.slice(2);

process.stdin.resume().once('end', () => {
  try {
    process.kill(Number(pid), signal);
  } catch {
    // it went at the same time
  }
});
