import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ClockModule } from '@app/clock';
import { ConfigModule } from '@app/config';
import { DatabaseModule } from '@app/database';
import { DeliveriesModule } from '@app/deliveries';
import { IdempotencyModule } from '@app/idempotency';
import { QueueModule } from '@app/queue';
import { TriggersModule } from '@app/triggers';
import { DestinationsController } from './destinations/destinations.controller.js';
import { EventsController } from './events/events.controller.js';
import { HealthController } from './health/health.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { FireController } from './triggers/fire.controller.js';
import { HooksController } from './triggers/hooks.controller.js';
import { TriggerPresenter } from './triggers/trigger.presenter.js';
import { RootController } from './root.controller.js';
import { TriggersController } from './triggers/triggers.controller.js';

/** The api: it records firings and answers questions. It never delivers and never schedules. */
@Module({
  imports: [
    ConfigModule,
    ClockModule,
    DatabaseModule,
    QueueModule,
    DeliveriesModule,
    TriggersModule,
    IdempotencyModule,
  ],
  controllers: [
    FireController,
    TriggersController,
    HooksController,
    EventsController,
    DestinationsController,
    HealthController,
    RootController,
  ],
  providers: [TriggerPresenter, { provide: APP_FILTER, useClass: ProblemFilter }],
})
export class AppModule {}
