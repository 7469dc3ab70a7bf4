import { expect, it } from 'vitest';
import { eventsInWords } from './events-in-words';

it('Events are counted in words, with what they take', () => {
  expect(eventsInWords({ events: 0, bytes: 0, estimated: false })).toBe('0 events');
  expect(eventsInWords({ events: 1, bytes: 2048, estimated: false })).toBe('1 event, 2.0 KiB');
  expect(eventsInWords({ events: 2000, estimated: true })).toBe('about 2,000 events');
});
