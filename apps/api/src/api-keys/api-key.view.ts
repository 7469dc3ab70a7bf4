import type { Scope, ShownKey } from '@app/auth';

export class ApiKeyView {
  /** UUIDv7. */
  id!: string;
  /** For people. */
  name!: string;
  /** The beginning of the key, to tell keys apart. */
  prefix!: string;
  /** What it may do. */
  scopes!: Scope[];
  /** When it stops working; null is never. */
  expires_at!: Date | null;
  /** When it was last used, within half a minute; null is never. */
  last_used_at!: Date | null;
  /** When it was made. */
  created_at!: Date;
}

export class NewApiKeyView extends ApiKeyView {
  /** The key itself (`etp_…`), shown this once. */
  key!: string;
}

export class ApiKeyListView {
  /** One page. */
  data!: ApiKeyView[];
  /** Give it as `cursor` for the next page; null on the last one. */
  next_cursor!: string | null;
}

export function apiKeyView(key: ShownKey): ApiKeyView {
  const { id, name, prefix, scopes, expires_at, last_used_at, created_at } = key;
  return { id, name, prefix, scopes, expires_at, last_used_at, created_at };
}
