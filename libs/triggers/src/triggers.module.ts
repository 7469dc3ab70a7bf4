import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '@app/auth';
import { DeliveriesModule } from '@app/deliveries';
import { RetentionModule } from '@app/retention';
import { SecretsModule } from '@app/secrets';
import { DueSoon } from './due-soon.js';
import { DueTriggers } from './due-triggers.js';
import { DueTriggersRepository } from './due-triggers.repository.js';
import { FireTrigger } from './fire-trigger.js';
import { ComingFirings } from './forecast/coming-firings.js';
import { ComingRepository } from './forecast/coming.repository.js';
import { Forecast } from './forecast/forecast.js';
import { ForecastRepository } from './forecast/forecast.repository.js';
import { ManualEvents } from './manual-events.js';
import { Occurrences } from './occurrences.js';
import { OccurrencesRepository } from './occurrences.repository.js';
import { OldSkippedOccurrences } from './old-skipped-occurrences.js';
import { Preview } from './preview.js';
import { SortedTriggers } from './sorted-triggers.js';
import { SortedTriggersRepository } from './sorted-triggers.repository.js';
import { TriggerBatch } from './trigger-batch.js';
import { TriggerBatchRepository } from './trigger-batch.repository.js';
import { TriggerDestinations } from './trigger-destinations.js';
import { TriggerDestinationsRepository } from './trigger-destinations.repository.js';
import { Trigger } from './trigger.entity.js';
import { TriggersRepository } from './triggers.repository.js';
import { Triggers } from './triggers.service.js';
import { Watchdog } from './watch/watchdog.js';
import { WatchedTriggersRepository } from './watch/watched-triggers.repository.js';

@Module({
  imports: [
    AuditModule,
    DeliveriesModule,
    RetentionModule,
    SecretsModule,
    TypeOrmModule.forFeature([Trigger]),
  ],
  providers: [
    ComingFirings,
    ComingRepository,
    DueSoon,
    DueTriggers,
    DueTriggersRepository,
    FireTrigger,
    Forecast,
    ForecastRepository,
    ManualEvents,
    Occurrences,
    OccurrencesRepository,
    OldSkippedOccurrences,
    Preview,
    SortedTriggers,
    SortedTriggersRepository,
    TriggerBatch,
    TriggerBatchRepository,
    TriggerDestinations,
    TriggerDestinationsRepository,
    Triggers,
    TriggersRepository,
    Watchdog,
    WatchedTriggersRepository,
  ],
  exports: [
    ComingFirings,
    DueSoon,
    DueTriggers,
    FireTrigger,
    Forecast,
    ManualEvents,
    Occurrences,
    OldSkippedOccurrences,
    Preview,
    TriggerBatch,
    Triggers,
    TriggersRepository,
    Watchdog,
  ],
})
export class TriggersModule {}
