export { DeliveriesModule } from './deliveries.module.js';
export type { DestinationDefinition, DestinationReference } from './destinations/destination-definition.js';
export type { Destination } from './destinations/destination.entity.js';
export { DestinationsRepository } from './destinations/destinations.repository.js';
export { Destinations } from './destinations/destinations.service.js';
export type { Delivery, DeliveryStatus } from './log/delivery.js';
export { destinationsOf, EventLog, type EventWithDeliveries } from './log/event-log.js';
export type { LoggedEvent } from './log/event-log.repository.js';
export type { EventFilter } from './log/event-query.js';
export { DELIVERIES_QUEUE, refsOf, type DeliverJob } from './queueing/deliveries.jobs.js';
export { DeliveryQueue } from './queueing/delivery-queue.js';
export { Readiness, type ReadinessReport } from './queueing/readiness.js';
export { Sweep } from './queueing/sweep.js';
export { EventRecorder } from './recording/event-recorder.js';
export { EventWriterRepository } from './recording/event-writer.repository.js';
export type { DeliveryRef, Firing, RecordedEvent } from './recording/firing.js';
export {
  REPLAY_STATES,
  REPLAYABLE_STATUSES,
  type Replay,
  type ReplayableStatus,
  type ReplayRequest,
  type ReplayState,
} from './replays/replay.js';
export { Replays } from './replays/replays.service.js';
export { RunReplays } from './replays/run-replays.js';
export { SendingModule } from './sending.module.js';
export { Deliver } from './sending/deliver.js';
export { OutcomeWriter } from './sending/outcome-writer.js';
