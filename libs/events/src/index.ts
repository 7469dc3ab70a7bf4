export { ACTIVE, archiveBucket } from './buckets.js';
export {
  EVENT_SOURCES,
  EVENT_STATUSES,
  type EventRow,
  type EventSource,
  type EventStatus,
  type Labels,
  type Payload,
} from './event.js';
export { idAhead, idSince, idUntil } from './event-ids.js';
export { EventsModule } from './events.module.js';
export {
  DEFAULT_RETENTION,
  lifetimeOf,
  TEST_RETENTION,
  type Lifetime,
  type RetentionPolicy,
} from './lifetime.js';
export { SlicesRepository } from './slices.repository.js';
