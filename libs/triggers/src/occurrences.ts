import { Injectable } from '@nestjs/common';
import { invalid } from '@app/errors';
import { lastOccurrences } from '@app/schedules';
import type { Page } from '@app/database';
import type { Occurrence, Skipped } from './occurrence.js';
import { OccurrencesRepository } from './occurrences.repository.js';

/** After every instant that a schedule can name. */
const END_OF_TIME = new Date(8.64e15);

/** What became of each instant of a trigger's schedule. */
@Injectable()
export class Occurrences {
  constructor(private readonly repository: OccurrencesRepository) {}

  /**
   * Latest first; none of a trigger that there is not. Those that fired are their events, and are told of as long as these
   * are kept; the others are noted in spans, which are taken apart here. Throws `invalid` for a cursor that is none.
   */
  async list(
    projectId: string,
    triggerId: string,
    limit: number,
    cursor?: string,
  ): Promise<Page<Occurrence>> {
    const before = readInstant(cursor);
    const wanted = limit + 1;
    const [fired, skipped] = await Promise.all([
      this.repository.firedBefore(projectId, triggerId, before, wanted),
      this.repository.skippedBefore(projectId, triggerId, before, wanted),
    ]);
    const occurrences = [
      ...fired.map(({ id, scheduled_for }) => firedOccurrence(scheduled_for, id)),
      ...skipped.flatMap((span) => takenApart(span, before, wanted)),
    ].toSorted((a, b) => b.scheduled_for.getTime() - a.scheduled_for.getTime());
    const data = occurrences.slice(0, limit);
    const last = occurrences.length > limit ? data.at(-1) : undefined;
    return { data, next_cursor: last ? writeInstant(last.scheduled_for) : null };
  }
}

function firedOccurrence(scheduled_for: Date, event_id: string): Occurrence {
  return { scheduled_for, outcome: 'fired', reason: null, event_id };
}

function takenApart({ schedule, first_at, last_at, count, ...rest }: Skipped, before: Date, limit: number) {
  const span = { from: first_at, to: last_at, count };
  const instants = lastOccurrences(schedule, span, before, limit);
  const { outcome, reason } = rest;
  return instants.map((scheduled_for): Occurrence => ({ scheduled_for, outcome, reason, event_id: null }));
}

function writeInstant(at: Date): string {
  return Buffer.from(at.toISOString()).toString('base64url');
}

function readInstant(cursor: string | undefined): Date {
  if (cursor === undefined) return END_OF_TIME;
  const at = new Date(Buffer.from(cursor, 'base64url').toString());
  if (Number.isNaN(at.getTime()) || writeInstant(at) !== cursor)
    throw invalid([{ pointer: '/cursor', detail: 'is not a cursor that a list has given out' }]);
  return at;
}
