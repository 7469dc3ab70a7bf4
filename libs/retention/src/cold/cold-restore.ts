import { Injectable } from '@nestjs/common';
import { AuditLog } from '@app/auth';
import { Clock } from '@app/clock';
import { EventMover } from '@app/deliveries';
import { archiveBucket } from '@app/events';
import type { FoundEvent } from './cold-archive.js';
import { ColdEventsRepository } from './cold-events.repository.js';

/** What became of events that were to be brought back. */
export interface Restored {
  restored: number;
  /** They are there already. */
  there: number;
  /** They have expired, and their rows are still being deleted. */
  leaving: number;
  /** Their project is not there. */
  orphaned: number;
}

/** Lines of one transaction, and characters of them that are held in memory. */
const BATCH_EVENTS = 500;
const BATCH_LENGTH = 8_000_000;
const ACTOR = { kind: 'operator', id: null, name: 'cli' } as const;

/** Brings events back out of the cold archive, as archived ones, with their deliveries. */
@Injectable()
export class ColdRestore {
  constructor(
    private readonly events: ColdEventsRepository,
    private readonly mover: EventMover,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * In batches, each of which is there or not; they live for so many ms from now, `Infinity` for ever. Of two copies of an
   * event the one that is found first is taken.
   */
  async restore(found: AsyncIterable<FoundEvent>, forMs: number): Promise<Restored> {
    const total: Restored = { restored: 0, there: 0, leaving: 0, orphaned: 0 };
    for await (const batch of inBatches(found)) {
      const done = await this.restoreBatch(batch, forMs);
      for (const key of Object.keys(total) as (keyof Restored)[]) total[key] += done[key];
    }
    return total;
  }

  private restoreBatch(batch: Map<string, FoundEvent>, forMs: number): Promise<Restored> {
    const expiresAt = this.clock.now() + forMs;
    const projects = [...batch.values()].map(({ record }) => record.project_id);
    return this.mover.transaction(async (manager) => {
      const looks = await this.events.lookFor([...batch.keys()], projects, manager);
      const absent = looks.flatMap(({ id, is_there, has_project }) =>
        is_there || !has_project ? [] : batch.get(id)!,
      );
      const count = (which: (look: (typeof looks)[number]) => boolean) => looks.filter(which).length;
      if (absent.length > 0) {
        const places = absent.map(({ record: { id, fired_at } }) => {
          return { id, bucket: archiveBucket(expiresAt - Date.parse(fired_at)), expiresAt };
        });
        const lines = absent.map(({ line }) => line);
        await this.mover.admit(manager, places, () => this.events.insert(lines, places, manager));
        await this.audit.recordAll(entriesOf(absent), manager);
      }
      return {
        restored: absent.length,
        there: count(({ is_there, is_leaving }) => is_there && !is_leaving),
        leaving: count(({ is_leaving }) => is_leaving),
        orphaned: count(({ is_there, has_project }) => !is_there && !has_project),
      };
    });
  }
}

/** An event that lies in two objects is taken once, as it came first. */
async function* inBatches(found: AsyncIterable<FoundEvent>): AsyncGenerator<Map<string, FoundEvent>> {
  let batch = new Map<string, FoundEvent>();
  let length = 0;
  for await (const event of found) {
    if (batch.has(event.record.id)) continue;
    batch.set(event.record.id, event);
    length += event.line.length;
    if (batch.size < BATCH_EVENTS && length < BATCH_LENGTH) continue;
    yield batch;
    batch = new Map();
    length = 0;
  }
  if (batch.size > 0) yield batch;
}

/** One for each project of the batch: a million events are not to be a million entries. */
function entriesOf(events: FoundEvent[]) {
  const ids = new Map<string, string[]>();
  for (const { record } of events)
    ids.set(record.project_id, [...(ids.get(record.project_id) ?? []), record.id]);
  return [...ids].map(([project_id, some]) => ({
    action: 'events.restored',
    project_id,
    target_kind: 'event',
    target_id: some.length === 1 ? some[0]! : null,
    after: { events: some.length, first_id: some[0], last_id: some.at(-1) },
    actor: ACTOR,
  }));
}
