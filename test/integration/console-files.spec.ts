import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const BUILT = 'dist/console';
const SOURCES = 'apps/console';
/** Where the first visit ends up, if there is nothing else to sign in for. */
const FIRST_PAGE = 'src/pages/overview/overview.page.tsx';
/** What a first visit may cost until something is shown, in bytes of compressed script. */
const FIRST_LOAD = 300 * 1024;
const LARGE = 1024;

/** As Vite writes it, by the path of the source: https://vite.dev/guide/backend-integration */
interface Chunk {
  file: string;
  isEntry?: boolean;
  isDynamicEntry?: boolean;
  imports?: string[];
  css?: string[];
}

const manifest = JSON.parse(readFileSync(join(BUILT, '.vite', 'manifest.json'), 'utf8')) as Record<
  string,
  Chunk
>;
const read = (file: string) => readFileSync(join(BUILT, file));
const chunks = Object.values(manifest);
const styles = new Set(chunks.flatMap(({ css = [] }) => css));
const entry = Object.keys(manifest).find((name) => manifest[name]!.isEntry)!;

/** Names of these chunks and of all that they cannot begin without. */
function withImports(names: string[], seen = new Set<string>()): Set<string> {
  for (const name of names.filter((name) => !seen.has(name)))
    withImports(manifest[name]!.imports ?? [], seen.add(name));
  return seen;
}

describe('The built console', () => {
  it('begins with less than 300 KiB of compressed script', () => {
    const names = withImports([entry, ...(FIRST_PAGE in manifest ? [FIRST_PAGE] : [])]);
    const sizes = [...names].map((name) => {
      const { file } = manifest[name]!;
      return { file, size: gzipSync(read(file), { level: 9 }).length };
    });
    const total = sizes.reduce((sum, { size }) => sum + size, 0);

    expect(total, JSON.stringify(sizes, null, 2)).toBeLessThan(FIRST_LOAD);
  });

  it('loads each page only when somebody goes there', () => {
    const pages = readdirSync(join(SOURCES, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.page.tsx'))
      .map((file) => `src/${file}`);

    const atOnce = withImports([entry]);
    for (const page of pages) {
      expect(manifest[page], page).toMatchObject({ isDynamicEntry: true });
      expect(atOnce).not.toContain(page);
    }
  });

  it('is made for production, whatever the NODE_ENV of who has it built', () => {
    const scripts = chunks.map(({ file }) => file).filter((file) => file.endsWith('.js'));

    expect(scripts.filter((file) => /jsxDEV|React DevTools/.test(read(file).toString()))).toEqual([]);
  });

  it('asks nobody else for anything', () => {
    const inPage = read('index.html')
      .toString()
      .matchAll(/\b(?:src|href)="([^"]+)"/g);
    const inStyles = [...styles].flatMap((file) => [
      ...read(file)
        .toString()
        .matchAll(/(?:url\(|@import\s+)["']?([^"')\s]+)/g),
    ]);
    const asked = [...inPage, ...inStyles].map(([, url]) => url!);

    expect(asked).not.toEqual([]);
    expect(asked.filter((url) => /^(https?:)?\/\//.test(url))).toEqual([]);
  });

  it('has whatever is large compressed beside it', () => {
    const files = new Set([...chunks.map(({ file }) => file), ...styles]);
    const large = [...files].filter((file) => /\.(js|css)$/.test(file) && read(file).length > LARGE);

    expect(large).not.toEqual([]);
    for (const file of large.flatMap((file) => [`${file}.br`, `${file}.gz`]))
      expect(read(file).length, file).toBeLessThan(read(file.replace(/\.\w+$/, '')).length);
  });
});
