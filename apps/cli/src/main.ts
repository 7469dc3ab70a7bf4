import { text } from 'node:stream/consumers';
import { run } from './run.js';

const terminal = {
  out: (line: string) => console.log(line),
  err: (line: string) => console.error(line),
  readInput: () => text(process.stdin),
};

// whoever reads the output may have seen enough, as head does
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await run(process.argv.slice(2), terminal, process.env);
