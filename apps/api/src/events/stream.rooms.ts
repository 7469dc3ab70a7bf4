import { isMeant, type FeedChange } from '@app/deliveries';
import { chunkOf } from './stream.chunk.js';
import type { Interest, StreamReader } from './stream.reader.js';
import { changeMessage } from './stream.view.js';

interface Room {
  interest: Interest;
  readers: Set<StreamReader>;
}

/** Readers by what they want to hear of, so that a change is written down once for all who hear of it. */
export class Rooms {
  private readonly rooms = new Map<string, Room>();

  add(reader: StreamReader): void {
    const key = keyOf(reader.interest);
    const room = this.rooms.get(key) ?? { interest: reader.interest, readers: new Set() };
    this.rooms.set(key, room);
    room.readers.add(reader);
  }

  delete(reader: StreamReader): void {
    const key = keyOf(reader.interest);
    const room = this.rooms.get(key);
    room?.readers.delete(reader);
    if (room?.readers.size === 0) this.rooms.delete(key);
  }

  get readers(): StreamReader[] {
    return [...this.rooms.values()].flatMap(({ readers }) => [...readers]);
  }

  /** Ids of the projects that anybody wants to hear of. */
  get projects(): string[] {
    return [...new Set([...this.rooms.values()].map(({ interest }) => interest.project.id))];
  }

  /** `id` is where a client may resume that has got all of this. */
  tell(changes: FeedChange[], id: string): void {
    const messages = new Map<FeedChange, Buffer>();
    for (const { interest, readers } of this.rooms.values()) {
      const { project, filter } = interest;
      const meant = changes.filter(({ event }) => event.project_id === project.id && isMeant(event, filter));
      if (meant.length === 0) continue;
      for (const change of meant)
        if (!messages.has(change)) messages.set(change, changeMessage(change, project.slug));
      const chunk = chunkOf(
        meant.map((change) => messages.get(change)!),
        id,
      );
      for (const reader of readers) reader.write(chunk);
    }
  }
}

/** Filters come from one place, with their members in one order. */
function keyOf({ project, filter }: Interest): string {
  return JSON.stringify([project.id, filter]);
}
