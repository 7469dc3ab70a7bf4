import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Content } from './content.js';

/** The form of the lines. A higher number is one that an older version cannot restore. */
export const SCHEMA_VERSION = 1;

/** What lies beside an object and says that it is whole: it is written last. */
export interface Manifest extends Content {
  schema_version: number;
  /** `slice`: of the archive. `expired`: what expired elsewhere, and is deleted row by row. */
  kind: 'slice' | 'expired';
  /** Where the events lay. */
  bucket: number;
  /** Of a slice: when the ids in it were made, from the one instant until before the other. */
  slice: { starts_at: Date | string; ends_at: Date | string } | null;
  written_at: Date | string;
  platform_version: string;
}

const OBJECT = '.ndjson.gz';
const MANIFEST = '.manifest.json';

export const objectName = (name: string): string => `${name}${OBJECT}`;
export const manifestName = (name: string): string => `${name}${MANIFEST}`;

/** What a stored name is: that of a manifest, or of an object; undefined for what is not ours. */
export function readName(stored: string): { name: string; isManifest: boolean } | undefined {
  const [, name, ending] = /^((?:events|expired)-[\w-]+)(\.ndjson\.gz|\.manifest\.json)$/.exec(stored) ?? [];
  return name === undefined ? undefined : { name, isManifest: ending === MANIFEST };
}

export function renderManifest(manifest: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** Throws when it is no manifest, or one of a newer form. */
export async function parseManifest(stream: Readable): Promise<Manifest> {
  const manifest = JSON.parse(await text(stream)) as Partial<Manifest> | null;
  if (!Number.isInteger(manifest?.schema_version) || typeof manifest?.sha256 !== 'string')
    throw new Error('this is no manifest of a cold archive');
  if (manifest.schema_version! > SCHEMA_VERSION)
    throw new Error(`its schema version ${manifest.schema_version} is newer than this platform's`);
  return manifest as Manifest;
}
