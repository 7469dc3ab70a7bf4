// @ts-check
// Every optional package that a package-lock.json asks for has its entry there. Native tools publish one package per
// platform; with one missing `npm ci` fails on that platform only, and nobody here would see it.
import { readFileSync } from 'node:fs';

/** @typedef {{ version?: string, optionalDependencies?: Record<string, string> }} LockedPackage */

for (const file of ['package-lock.json', 'bench/package-lock.json']) check(file);
if (process.exitCode) console.error('Pin a version whose platform packages are all published.');

/** @param {string} file */
function check(file) {
  /** @type {{ packages: Record<string, LockedPackage> }} */
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const locked = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')));
  for (const [path, { version, optionalDependencies = {} }] of Object.entries(lock.packages)) {
    const missing = Object.keys(optionalDependencies).filter((name) => !locked.has(name));
    if (missing.length === 0) continue;
    console.error(
      `${path || 'package.json'} ${version ?? ''} asks for what is not in ${file}: ${missing.join(', ')}`,
    );
    process.exitCode = 1;
  }
}
