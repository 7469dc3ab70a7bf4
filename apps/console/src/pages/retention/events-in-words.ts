import { bytesInWords } from '../../ui/bytes';

interface Amount {
  events: number;
  /** On disk. */
  bytes?: number | undefined;
  estimated: boolean;
}

/** `1 event`, `about 2,000 events, 5 MiB`. */
export function eventsInWords({ events, bytes = 0, estimated }: Amount): string {
  const count = `${estimated ? 'about ' : ''}${events.toLocaleString('en')} ${events === 1 ? 'event' : 'events'}`;
  return bytes > 0 ? `${count}, ${bytesInWords(bytes)}` : count;
}
