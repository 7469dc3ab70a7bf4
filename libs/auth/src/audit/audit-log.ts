import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '@app/clock';
import { uuidV7 } from '@app/clock';
import { readCursor, toPage, type Page } from '@app/database';
import { currentRequest } from '../access/request-context.js';
import { auditChange } from './audit-change.js';
import type { AuditActor, AuditEntry, AuditFilter, AuditRecord } from './audit-entry.js';
import { AuditLogRepository } from './audit-log.repository.js';

/** Who changed what, when and from where. Entries are only ever added. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly repository: AuditLogRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes a change of the request under way. Given the change's own transaction, neither can be kept without the other.
   */
  record(change: AuditRecord, manager?: EntityManager): Promise<void> {
    return this.recordAll([change], manager);
  }

  /** The same for any number of changes, in one statement. */
  async recordAll(changes: AuditRecord[], manager?: EntityManager): Promise<void> {
    if (changes.length === 0) return;
    const entries = changes.map((change) => this.entryOf(change));
    await this.repository.insert(entries, manager);
  }

  async list(filter: AuditFilter, limit: number, cursor?: string): Promise<Page<AuditEntry>> {
    return toPage(await this.repository.list(filter, limit + 1, readCursor(cursor)), limit);
  }

  private entryOf({
    before = null,
    after = null,
    actor,
    ...what
  }: AuditRecord): Omit<AuditEntry, 'created_at'> {
    const { kind, id, name } = actor ?? currentActor();
    const request = currentRequest();
    return {
      id: uuidV7(this.clock.now()),
      ...what,
      ...auditChange(before, after),
      actor_kind: kind,
      actor_id: id,
      actor_name: name,
      address: request?.address ?? null,
      request_id: request?.requestId ?? null,
    };
  }
}

function currentActor(): AuditActor {
  const request = currentRequest();
  if (!request) return { kind: 'platform', id: null, name: 'platform' };
  return request.principal ?? { kind: 'anonymous', id: null, name: 'anonymous' };
}
