import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '@app/config';

/** Beside this build of the api: `dist/console`. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'console');
/** What the page has where the nonce belongs: `html.cspNonce` in apps/console/vite.config.ts. */
const PLACEHOLDER = 'CSP_NONCE';

/** The console as it was built, read once: a build that runs meanwhile is for the next start. */
@Injectable()
export class BuiltConsole {
  readonly folder = FOLDER;
  private readonly html: string | undefined;

  constructor(private readonly config: Config) {
    this.html = config.http.console ? readPage() : undefined;
  }

  get isOn(): boolean {
    return this.config.http.console;
  }

  /** False where the console is off, and where only the server was built. */
  get isServed(): boolean {
    return this.html !== undefined;
  }

  /** The one page of the console; undefined where it is not served. */
  page(nonce: string): string | undefined {
    return this.html?.replaceAll(PLACEHOLDER, nonce);
  }
}

function readPage(): string | undefined {
  try {
    return readFileSync(join(FOLDER, 'index.html'), 'utf8');
  } catch {
    return undefined;
  }
}
