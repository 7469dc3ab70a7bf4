import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

let known: string | undefined;

/** The version in the platform's package.json, which lies above the sources and above the build. */
export function platformVersion(): string {
  return (known ??= read(import.meta.dirname));
}

function read(folder: string): string {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  const above = dirname(folder);
  return above === folder ? 'unknown' : read(above);
}
