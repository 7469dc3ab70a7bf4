import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { AuthModule } from '@app/auth';
import { CacheModule } from '@app/cache';
import { ClockModule } from '@app/clock';
import { ConfigModule } from '@app/config';
import { DatabaseModule } from '@app/database';
import { DeliveriesModule } from '@app/deliveries';
import { IdempotencyModule } from '@app/idempotency';
import { QueueModule } from '@app/queue';
import { RetentionModule } from '@app/retention';
import { StatsModule } from '@app/stats';
import { TriggersModule } from '@app/triggers';
import { AccessControl } from './access/access-control.js';
import { RateLimits } from './access/rate-limits.js';
import { AlertsController } from './alerts/alerts.controller.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { AuthController } from './auth/auth.controller.js';
import { BuiltConsole } from './console/built-console.js';
import { ConsoleController } from './console/console.controller.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DestinationsController } from './destinations/destinations.controller.js';
import { ProbesController } from './destinations/probes.controller.js';
import { TemplatesController } from './destinations/templates.controller.js';
import { EventsController } from './events/events.controller.js';
import { ExportController } from './events/export.controller.js';
import { ExportStreams } from './events/export.streams.js';
import { StreamController } from './events/stream.controller.js';
import { StreamHub } from './events/stream.hub.js';
import { ForecastController } from './forecast/forecast.controller.js';
import { HealthController } from './health/health.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { ProjectsController } from './projects/projects.controller.js';
import { ReplaysController } from './replays/replays.controller.js';
import { ApplyController } from './retention/apply.controller.js';
import { RetentionFiguresController } from './retention/retention-figures.controller.js';
import { PoliciesController } from './retention/policies.controller.js';
import { RetentionRunsController } from './retention/retention-runs.controller.js';
import { StatsController } from './stats/stats.controller.js';
import { BatchController } from './triggers/batch.controller.js';
import { FireController } from './triggers/fire.controller.js';
import { HooksController } from './triggers/hooks.controller.js';
import { SchedulesController } from './triggers/schedules.controller.js';
import { TriggerPresenter } from './triggers/trigger.presenter.js';
import { RootController } from './root.controller.js';
import { TriggersController } from './triggers/triggers.controller.js';
import { UsersController } from './users/users.controller.js';

/** The api: it records firings and answers questions. It never delivers and never schedules. */
@Module({
  imports: [
    ConfigModule,
    ClockModule,
    DatabaseModule,
    CacheModule,
    QueueModule,
    AuthModule,
    DeliveriesModule,
    TriggersModule,
    RetentionModule,
    StatsModule,
    IdempotencyModule,
  ],
  controllers: [
    BatchController,
    FireController,
    SchedulesController,
    ForecastController,
    TriggersController,
    HooksController,
    StreamController,
    ExportController,
    EventsController,
    DeliveriesController,
    ReplaysController,
    RetentionRunsController,
    RetentionFiguresController,
    StatsController,
    DestinationsController,
    ProbesController,
    TemplatesController,
    AlertsController,
    ApplyController,
    PoliciesController,
    AuthController,
    UsersController,
    ProjectsController,
    ApiKeysController,
    AuditController,
    HealthController,
    ConsoleController,
    RootController,
  ],
  providers: [
    AccessControl,
    BuiltConsole,
    RateLimits,
    ExportStreams,
    StreamHub,
    TriggerPresenter,
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class AppModule {}
