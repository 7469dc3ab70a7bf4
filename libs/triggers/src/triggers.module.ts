import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '@app/auth';
import { DeliveriesModule } from '@app/deliveries';
import { SecretsModule } from '@app/secrets';
import { DueSoon } from './due-soon.js';
import { DueTriggers } from './due-triggers.js';
import { DueTriggersRepository } from './due-triggers.repository.js';
import { FireTrigger } from './fire-trigger.js';
import { Forecast } from './forecast/forecast.js';
import { ForecastRepository } from './forecast/forecast.repository.js';
import { ManualEvents } from './manual-events.js';
import { Occurrences } from './occurrences.js';
import { OccurrencesRepository } from './occurrences.repository.js';
import { Preview } from './preview.js';
import { Trigger } from './trigger.entity.js';
import { TriggersRepository } from './triggers.repository.js';
import { Triggers } from './triggers.service.js';

@Module({
  imports: [AuditModule, DeliveriesModule, SecretsModule, TypeOrmModule.forFeature([Trigger])],
  providers: [
    DueSoon,
    DueTriggers,
    DueTriggersRepository,
    FireTrigger,
    Forecast,
    ForecastRepository,
    ManualEvents,
    Occurrences,
    OccurrencesRepository,
    Preview,
    Triggers,
    TriggersRepository,
  ],
  exports: [
    DueSoon,
    DueTriggers,
    FireTrigger,
    Forecast,
    ManualEvents,
    Occurrences,
    OccurrencesRepository,
    Preview,
    Triggers,
    TriggersRepository,
  ],
})
export class TriggersModule {}
