export { ACTIVE, ARCHIVE_CLASSES, archiveBucket, EVERYWHERE, KEPT } from './buckets.js';
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
export { enterLabels, ENTRIES_OF_LABELS, labelEntry } from './event-labels.js';
export { EventsModule } from './events.module.js';
export { lifetimeOf, type Lifetime, type RetentionPolicy } from './lifetime.js';
export { SLICED_TABLES, sliceName, slicesOf, type Slice, type SlicedTable } from './slices.js';
export { SlicesAhead } from './slices-ahead.js';
export { SlicesRepository } from './slices.repository.js';
