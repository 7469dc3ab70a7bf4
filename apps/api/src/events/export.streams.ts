import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ProjectRef } from '@app/auth';
import { EventExport, tooManyExports, type EventFilter } from '@app/deliveries';
import { RateLimitedLog } from '@app/observability';
import { eventView } from './event.view.js';
import { FORMATS, type ExportFormat } from './export.format.js';

/** How many a process has under way: each may hold a page of the largest events while its client is slow to take it. */
const MOST = 16;

/** The exports under way of this process. */
@Injectable()
export class ExportStreams {
  private readonly log = new RateLimitedLog(ExportStreams.name);
  private readonly open = new Set<Readable>();
  /** Of those that are to be opened. */
  private opening = 0;

  constructor(private readonly events: EventExport) {}

  /**
   * The export as bytes, which are made as they are read. What goes wrong with the first events is thrown, so that it can
   * still be answered; what goes wrong later ends the stream with an error. `looked` is called for each page that was looked
   * through, whatever was found on it. Throws `export.busy` when too many are under way.
   */
  async start(
    project: ProjectRef,
    filter: EventFilter,
    format: ExportFormat,
    looked: () => void,
  ): Promise<Readable> {
    if (this.open.size + this.opening >= MOST) throw tooManyExports();
    const { head, write } = FORMATS[format];
    const chunks = this.events.chunks(project.id, filter, (events) => {
      looked();
      return write(events.map((event) => eventView(event, project.slug)));
    });
    this.opening++;
    const first = await chunks.next().finally(() => this.opening--);
    const stream = streamOf(head + (first.value ?? ''), chunks);
    this.open.add(stream);
    stream.once('error', (error: Error) => this.log.warn(`An export was broken off: ${error.message}`));
    return stream.once('close', () => this.open.delete(stream));
  }

  /** Breaks them off, before the server closes, which waits for its connections. */
  close(): void {
    for (const stream of this.open) stream.destroy(new Error('the server stops'));
  }
}

/** Asks for the next chunk when what was read of the last one has been sent, and for none once it is destroyed. */
export function streamOf(first: string, others: AsyncIterable<string>): Readable {
  const all = async function* (): AsyncGenerator<string> {
    yield first;
    yield* others;
  };
  // by bytes, of which an empty chunk has none
  return Readable.from(all(), { objectMode: false });
}
