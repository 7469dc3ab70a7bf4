import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { uuidV7Floor } from '@app/clock';
import { Database, rowsAfter } from '@app/database';
import { EVERYWHERE } from '@app/events';
import type { ArchiveSlice, MarkedSlice } from '../dropping/archive-slice.js';
import { absent, COPY_OF, IN_UTC, INSERT_DELIVERIES, INSERT_EVENTS } from './cold-statements.js';
import { linesOfIds, linesOfPage, NOTE_COPY, ONE_AT_A_TIME } from './cold-statements.js';

/** An event as a line, and what is counted of it. */
export interface ColdLine {
  id: string;
  fired_at: string;
  deliveries: number;
  line: string;
}

/**
 * Events of a page, which are in memory together. Of how many depends on how long those of the page before were: with what
 * was answered to their deliveries some take 8 MiB, others 300 bytes.
 */
const FIRST_ROWS = 10;
const MOST_ROWS = 200;

/** Events on their way to the cold archive, and back. */
@Injectable()
export class ColdEventsRepository {
  constructor(private readonly database: Database) {}

  /** All that lies in a slice, page by page, in the order of the ids. */
  async *linesOfSlice({ bucket, starts_at, ends_at }: ArchiveSlice): AsyncGenerator<ColdLine[]> {
    const [start, end] = [starts_at, ends_at].map((at) => uuidV7Floor(at.getTime()));
    let last: string | undefined;
    for (let rows = FIRST_ROWS; ;) {
      const page = await this.lines(linesOfPage(bucket, last === undefined), [last ?? start, end, rows]);
      if (page.length === 0) return;
      yield page;
      rows = rowsAfterPage(page, rows);
      last = page.at(-1)!.id;
    }
  }

  /** Those of these events that are there, page by page, in the order of the ids. */
  async *linesOf(bucket: number, ids: string[]): AsyncGenerator<ColdLine[]> {
    let left = ids.toSorted();
    for (let rows = FIRST_ROWS; left.length > 0;) {
      const asked = left.slice(0, rows);
      const page = await this.lines(linesOfIds(bucket), [asked]);
      if (page.length > 0) {
        yield page;
        rows = rowsAfterPage(page, rows);
      }
      const last = (page.at(-1) ?? { id: asked.at(-1)! }).id; // the page may have been cut
      left = left.filter((id) => id > last);
    }
  }

  private lines(text: string, values: unknown[]): Promise<ColdLine[]> {
    return this.database.transaction(async (manager) => {
      await this.database.query(IN_UTC, [], manager);
      return this.database.query<ColdLine>({ text }, values, manager);
    });
  }

  /** The copy that was made of the slice since nothing comes into it any more; null when there is none. */
  async copyOf({ bucket, starts_at }: ArchiveSlice): Promise<string | null> {
    const [row] = await this.database.query<{ cold_copy: string | null }>(COPY_OF, [bucket, starts_at]);
    return row?.cold_copy ?? null;
  }

  /** False when it is not its mark any more: something may have come into the slice since. */
  async noteCopy({ bucket, starts_at, mark }: MarkedSlice, name: string): Promise<boolean> {
    return (await this.database.query(NOTE_COPY, [bucket, starts_at, mark, name])).length > 0;
  }

  /** Whether these events are there already, in a transaction that nobody else restores beside. */
  async lookFor(
    ids: string[],
    projectIds: string[],
    manager: EntityManager,
  ): Promise<{ id: string; is_there: boolean; is_leaving: boolean; has_project: boolean }[]> {
    await this.database.query(ONE_AT_A_TIME, [], manager);
    return this.database.query(absent(EVERYWHERE), [ids, projectIds], manager);
  }

  /** Inserts these lines with their deliveries as archived events; each is told its place and its end. */
  async insert(
    lines: string[],
    places: { id: string; bucket: number; expiresAt: number }[],
    manager: EntityManager,
  ): Promise<void> {
    const rows = `[${lines.join(',')}]`;
    const [ids, buckets] = [places.map(({ id }) => id), places.map(({ bucket }) => bucket)];
    const ends = places.map(({ expiresAt }) => (expiresAt === Infinity ? 'infinity' : new Date(expiresAt)));
    await this.database.query(INSERT_EVENTS, [rows, ids, buckets, ends], manager);
    await this.database.query(INSERT_DELIVERIES, [rows, ids, buckets], manager);
  }
}

function rowsAfterPage(page: ColdLine[], rows: number): number {
  const length = page.reduce((sum, { line }) => sum + line.length, 0);
  return rowsAfter(rows, length / page.length, MOST_ROWS);
}
