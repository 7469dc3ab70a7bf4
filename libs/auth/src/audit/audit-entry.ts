/** Who did it: `anonymous` is a request without credentials (a login), `platform` a process by itself. */
export type ActorKind = 'user' | 'key' | 'operator' | 'platform' | 'anonymous';

export interface AuditActor {
  kind: ActorKind;
  id: string | null;
  name: string;
}

/** One line of the audit log. */
export interface AuditEntry {
  id: string;
  /** Null for what concerns the whole installation. */
  project_id: string | null;
  actor_kind: ActorKind;
  actor_id: string | null;
  actor_name: string;
  /** `trigger.created`, `auth.login` and so on. */
  action: string;
  target_kind: string;
  target_id: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  address: string | null;
  request_id: string | null;
  created_at: Date;
}

/** What the one who makes a change says of it. Neither side may hold a secret. */
export interface AuditRecord {
  action: string;
  project_id: string | null;
  target_kind: string;
  target_id: string | null;
  before?: object | null;
  after?: object | null;
  /** Whoever makes the request, unless it is said. */
  actor?: AuditActor;
}

export interface AuditFilter {
  project_id?: string;
  actor_id?: string;
  action?: string;
  target_id?: string;
  since?: Date;
  until?: Date;
}
