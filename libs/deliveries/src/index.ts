export type { Alert } from './alerts/alert.js';
export { Alerts } from './alerts/alerts.js';
export { AlertDestinations } from './alerts/alert-destinations.js';
export type { DestinationSummary } from './alerts/alert-destinations.repository.js';
export { DeliveriesModule } from './deliveries.module.js';
export { DestinationBatch, type ResolvedLists } from './destinations/destination-batch.js';
export {
  DESTINATION_KINDS,
  type DestinationDefinition,
  type DestinationKind,
  type DestinationReference,
} from './destinations/destination-definition.js';
export type { DestinationFilter } from './destinations/destination-filter.js';
export type { ShownSecrets } from './destinations/destination-secrets.js';
export { DestinationReferences } from './destinations/destination-references.js';
export type { Destination } from './destinations/destination.entity.js';
export { DestinationsRepository } from './destinations/destinations.repository.js';
export { Destinations } from './destinations/destinations.service.js';
export { EphemeralDestinations } from './destinations/ephemeral-destinations.js';
export { Feed, type FeedChange } from './feed/feed.js';
export { isMeant, type FeedFilter } from './feed/feed-filter.js';
export { earlierOf, readPosition, writePosition, type FeedPosition } from './feed/feed-position.js';
export { FeedTail } from './feed/feed-tail.js';
export { FeedTalliesRepository, type TalliedEntry } from './feed/feed-tallies.repository.js';
export { OldFeedSlots } from './feed/old-feed-slots.js';
export { endOfTimeClass, timeClass } from './feed/time-classes.js';
export { DELIVERY_STATUSES, LEAN_ATTEMPTS, type Delivery, type DeliveryStatus } from './log/delivery.js';
export { DeliveryLog } from './log/delivery-log.js';
export type { DeliveryFilter } from './log/delivery-query.js';
export { EventExport, tooManyExports } from './log/event-export.js';
export { destinationsOf, EventLog, type EventWithDeliveries } from './log/event-log.js';
export type { LoggedEvent } from './log/event-log.repository.js';
export type { EventFilter, PayloadCondition } from './log/event-filter.js';
export { EventMover } from './moving/event-mover.js';
export { MovingModule } from './moving/moving.module.js';
export type { Staying } from './moving/staying.js';
export { SliceUnready } from './moving/slice-unready.js';
export { Circuits } from './lanes/circuits.js';
export { Crew } from './lanes/crew.js';
export { Dispatcher } from './lanes/dispatcher.js';
export { DELIVERIES_QUEUE, LANES_JOB, refsOf, type DeliverJob } from './queueing/deliveries.jobs.js';
export { isRedisUrl } from './destinations/redis-url.js';
export { Probe } from './probing/probe.js';
export { Probes } from './probing/probes.js';
export { PROBES_QUEUE, type ProbeJob, type ProbeResult } from './probing/probes.jobs.js';
export { DeliveryQueue } from './queueing/delivery-queue.js';
export { LostHandOvers } from './queueing/lost-hand-overs.js';
export { Readiness, type ReadinessReport } from './queueing/readiness.js';
export { Sweep } from './queueing/sweep.js';
export { EventRecorder } from './recording/event-recorder.js';
export { EventWriterRepository } from './recording/event-writer.repository.js';
export type { DeliveryRef, Firing, RecordedEvent } from './recording/firing.js';
export { ScheduledEventsRepository, type ScheduledFiring } from './recording/scheduled-events.repository.js';
export { OldReplays } from './replays/old-replays.js';
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
export { templateFault } from './templates/template-fault.js';
export { templateInput, type TemplatedEvent } from './templates/template-input.js';
export { Templates } from './templates/templates.js';
