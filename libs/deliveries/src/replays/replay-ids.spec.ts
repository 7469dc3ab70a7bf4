import { describe, expect, it } from 'vitest';
import { uuidV7, uuidV7Floor } from '@app/clock';
import { replayDeliveryId, replayMessageId } from './replay-ids.js';

const AT = Date.UTC(2026, 10, 25);

describe('The ids of a replay', () => {
  it('are the same for the same delivery, and else others', () => {
    const ids = [
      replayDeliveryId(AT, 'replay', 'event', 'a'),
      replayDeliveryId(AT, 'replay', 'event', 'b'),
      replayDeliveryId(AT, 'replay', 'another', 'a'),
      replayDeliveryId(AT, 'another', 'event', 'a'),
      replayMessageId(AT, 'replay', 'event'),
      replayMessageId(AT, 'replay', 'another'),
      replayMessageId(AT, 'another', 'event'),
    ];

    expect(new Set(ids).size).toBe(ids.length);
    expect(replayDeliveryId(AT, 'replay', 'event', 'a')).toBe(ids[0]);
    expect(replayMessageId(AT, 'replay', 'event')).toBe(ids[4]);
  });

  it('are newer than what was there at its start, so that the status of the event follows them', () => {
    expect(replayDeliveryId(AT, 'replay', 'event', 'a') > uuidV7(AT)).toBe(true);
    expect(replayDeliveryId(AT, 'replay', 'event', 'a') < uuidV7Floor(AT + 2)).toBe(true);
  });
});
