import { uuidV7Named } from '@app/clock';

/**
 * The ids that a replay gives follow from what is replayed, so that whatever is done twice is the same row and the same
 * message. Their time is right after the start: they are newer than everything that was there then. `startedAt` in ms
 * since the epoch.
 */
export function replayDeliveryId(
  startedAt: number,
  replayId: string,
  eventId: string,
  destinationId: string,
): string {
  return uuidV7Named(startedAt + 1, `${replayId}/${eventId}/${destinationId}`);
}

/** The `webhook-id` of an event in a replay, the same for all of its destinations. */
export function replayMessageId(startedAt: number, replayId: string, eventId: string): string {
  return uuidV7Named(startedAt + 1, `${replayId}/${eventId}`);
}
