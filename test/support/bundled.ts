import { join } from 'node:path';
import { inject } from 'vitest';

const CODE_CACHE = join(import.meta.dirname, 'code-cache.cjs');

/** The arguments of node that start an app from its bundle. */
export const bundled = (app: 'api' | 'worker' | 'cli'): string[] => [
  '--require',
  CODE_CACHE,
  join(inject('bundles'), `${app}.cjs`),
];
