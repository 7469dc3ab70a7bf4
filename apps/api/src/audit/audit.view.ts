import { ApiProperty } from '@nestjs/swagger';
import type { ActorKind, AuditEntry } from '@app/auth';

const CHANGED_FIELDS = { type: 'object', additionalProperties: true, nullable: true } as const;

export class AuditEntryView {
  /** UUIDv7. */
  id!: string;
  /** Id of the project that it concerns; null for the whole installation. */
  project_id!: string | null;
  /** What made the change: a user, an API key, somebody without credentials (`anonymous`, `operator` while AUTH is off), or the platform itself. */
  actor_kind!: ActorKind;
  /** Id of the user or API key. */
  actor_id!: string | null;
  /** Its name at that time. */
  actor_name!: string;
  /** What was done. @example trigger.updated */
  action!: string;
  /** What it was done to. @example trigger */
  target_kind!: string;
  /** Its id; null when there is none. */
  target_id!: string | null;
  /** Of a change the fields that differ, of a removal all, without secrets. */
  @ApiProperty(CHANGED_FIELDS)
  before!: Record<string, unknown> | null;
  /** Of a change the fields that differ, of a creation all, without secrets. */
  @ApiProperty(CHANGED_FIELDS)
  after!: Record<string, unknown> | null;
  /** Where the request came from. */
  address!: string | null;
  /** The request's `X-Request-Id`. */
  request_id!: string | null;
  /** When it was done. */
  created_at!: Date;
}

export class AuditListView {
  /** One page. */
  data!: AuditEntryView[];
  /** Give it as `cursor` for the next page; null on the last one. */
  next_cursor!: string | null;
}

export function auditEntryView(entry: AuditEntry): AuditEntryView {
  const { id, project_id, actor_kind, actor_id, actor_name, action, target_kind, target_id } = entry;
  const { before, after, address, request_id, created_at } = entry;
  const who = { id, project_id, actor_kind, actor_id, actor_name };
  return { ...who, action, target_kind, target_id, before, after, address, request_id, created_at };
}
