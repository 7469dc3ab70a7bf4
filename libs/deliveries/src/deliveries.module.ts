import { Module } from '@nestjs/common';
import { BullModule } from '@nestjs/bullmq';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '@app/auth';
import { EventsModule } from '@app/events';
import { SecretsModule } from '@app/secrets';
import { AlertDestinations } from './alerts/alert-destinations.js';
import { AlertDestinationsRepository } from './alerts/alert-destinations.repository.js';
import { Alerts } from './alerts/alerts.js';
import { AddressGuard } from './destinations/address-guard.js';
import { DestinationBatch } from './destinations/destination-batch.js';
import { DestinationMaker } from './destinations/destination-maker.js';
import { DestinationReferences } from './destinations/destination-references.js';
import { DestinationSecrets } from './destinations/destination-secrets.js';
import { Destination } from './destinations/destination.entity.js';
import { DestinationsRepository } from './destinations/destinations.repository.js';
import { Destinations } from './destinations/destinations.service.js';
import { EphemeralDestinations } from './destinations/ephemeral-destinations.js';
import { PlaceRules } from './destinations/place-rules.js';
import { FeedRepository } from './feed/feed.repository.js';
import { FeedTalliesRepository } from './feed/feed-tallies.repository.js';
import { Feed } from './feed/feed.js';
import { OldFeedSlots } from './feed/old-feed-slots.js';
import { LaneViewRepository } from './lanes/lane-view.repository.js';
import { Lanes } from './lanes/lanes.js';
import { DeliveryLogRepository } from './log/delivery-log.repository.js';
import { DeliveryLog } from './log/delivery-log.js';
import { EventExport } from './log/event-export.js';
import { EventList } from './log/event-list.js';
import { EventLogRepository } from './log/event-log.repository.js';
import { EventLog } from './log/event-log.js';
import { HoldsRepository } from './log/holds.repository.js';
import { MovingModule } from './moving/moving.module.js';
import { Probes } from './probing/probes.js';
import { PROBES_QUEUE } from './probing/probes.jobs.js';
import { DELIVERIES_QUEUE } from './queueing/deliveries.jobs.js';
import { DeliveryQueue } from './queueing/delivery-queue.js';
import { Readiness } from './queueing/readiness.js';
import { EventRecorder } from './recording/event-recorder.js';
import { EventWriterRepository } from './recording/event-writer.repository.js';
import { KeyedFiringsRepository } from './recording/keyed-firings.repository.js';
import { ScheduledEventsRepository } from './recording/scheduled-events.repository.js';
import { MatchingRepository } from './replays/matching.repository.js';
import { OldReplays } from './replays/old-replays.js';
import { ReplaysRepository } from './replays/replays.repository.js';
import { Replays } from './replays/replays.service.js';
import { Templates } from './templates/templates.js';

/** Destinations, the recording of events, reading them back, and replays. Sending is a module of its own, for workers. */
@Module({
  imports: [
    AuditModule,
    EventsModule,
    MovingModule,
    SecretsModule,
    TypeOrmModule.forFeature([Destination]),
    BullModule.registerQueue({ name: DELIVERIES_QUEUE }, { name: PROBES_QUEUE }),
  ],
  providers: [
    AddressGuard,
    AlertDestinations,
    AlertDestinationsRepository,
    Alerts,
    DestinationBatch,
    DestinationMaker,
    DestinationReferences,
    Destinations,
    DestinationSecrets,
    DestinationsRepository,
    DeliveryLog,
    DeliveryLogRepository,
    DeliveryQueue,
    EphemeralDestinations,
    EventLog,
    EventExport,
    EventList,
    EventLogRepository,
    EventRecorder,
    EventWriterRepository,
    Feed,
    FeedRepository,
    FeedTalliesRepository,
    HoldsRepository,
    KeyedFiringsRepository,
    LaneViewRepository,
    Lanes,
    MatchingRepository,
    OldFeedSlots,
    OldReplays,
    PlaceRules,
    Probes,
    Readiness,
    Replays,
    ReplaysRepository,
    ScheduledEventsRepository,
    Templates,
  ],
  exports: [
    AddressGuard,
    AlertDestinations,
    Alerts,
    DestinationSecrets,
    BullModule,
    DestinationBatch,
    DestinationReferences,
    Destinations,
    DestinationsRepository,
    DeliveryLog,
    DeliveryQueue,
    EphemeralDestinations,
    EventExport,
    EventLog,
    EventRecorder,
    EventWriterRepository,
    Feed,
    FeedTalliesRepository,
    LaneViewRepository,
    Lanes,
    MatchingRepository,
    MovingModule,
    OldFeedSlots,
    OldReplays,
    Probes,
    Readiness,
    Replays,
    ReplaysRepository,
    ScheduledEventsRepository,
    Templates,
  ],
})
export class DeliveriesModule {}
