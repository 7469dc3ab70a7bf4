// @ts-check
// Imported first, for its effect: on an older Node the modules after it would fail with something less helpful.
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const wanted = engines.node.replace('>=', '');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const [wantedMajor, wantedMinor] = wanted.split('.').map(Number);

if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor)) {
  console.error(`✗ This is Node ${process.versions.node}; ${wanted} or newer is needed.`);
  console.error('  Install a current LTS release: https://nodejs.org/ (or: nvm install --lts)');
  process.exit(1);
}
