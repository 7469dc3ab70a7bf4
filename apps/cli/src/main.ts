import { text } from 'node:stream/consumers';
import { run } from './run.js';

const terminal = {
  out: (line: string) => console.log(line),
  err: (line: string) => console.error(line),
  readInput: () => text(process.stdin),
};

process.exitCode = await run(process.argv.slice(2), terminal, process.env);
