import type { ColdArchiveSettings } from '@app/config';
import type { ColdStore } from './cold-store.js';
import { FolderStore } from './folder-store.js';
import { S3Store } from './s3-store.js';

/** Connects to nothing yet. */
export function openStore(settings: ColdArchiveSettings): ColdStore {
  return settings.kind === 'folder' ? new FolderStore(settings.path) : new S3Store(settings);
}
