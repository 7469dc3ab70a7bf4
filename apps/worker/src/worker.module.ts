import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { SessionUpkeepModule } from '@app/auth';
import { ClockModule } from '@app/clock';
import { type Config, ConfigModule, type WorkerRole } from '@app/config';
import { DatabaseModule } from '@app/database';
import { SendingModule } from '@app/deliveries';
import { EventsModule } from '@app/events';
import { IdempotencyModule } from '@app/idempotency';
import { QueueModule } from '@app/queue';
import { RetentionModule } from '@app/retention';
import { Presence, StatsModule } from '@app/stats';
import { TriggersModule } from '@app/triggers';
import { configureDeliverProcessor } from './delivery/deliver.processor.js';
import { LanesLoop } from './delivery/lanes.loop.js';
import { LostHandOversLoop } from './delivery/lost-hand-overs.loop.js';
import { configureProbeProcessor } from './delivery/probe.processor.js';
import { ProcessorCheck } from './delivery/processor-check.js';
import { ReplayLoop } from './delivery/replay.loop.js';
import { SweepLoop } from './delivery/sweep.loop.js';
import { HealthController } from './health/health.controller.js';
import { ApplyLoop } from './maintenance/apply.loop.js';
import { CleanUpCrons } from './maintenance/clean-up.crons.js';
import { CountLoop } from './maintenance/count.loop.js';
import { FeedCron } from './maintenance/feed.cron.js';
import { LeasedJobs } from './maintenance/leased-jobs.js';
import { RetentionCrons } from './maintenance/retention.crons.js';
import { SlicesCrons } from './maintenance/slices.crons.js';
import { SchedulerLoop } from './scheduler/scheduler.loop.js';
import { WatchdogLoop } from './scheduler/watchdog.loop.js';

/** What each role adds. The roles share nothing but the database, so each can be scaled alone. */
const PROVIDERS: Record<WorkerRole, (config: Config) => Provider[]> = {
  scheduler: () => [SchedulerLoop, WatchdogLoop],
  delivery: (config) => [
    configureDeliverProcessor(config),
    configureProbeProcessor(config),
    LanesLoop,
    LostHandOversLoop,
    ProcessorCheck,
    ReplayLoop,
    SweepLoop,
  ],
  maintenance: () => [ApplyLoop, CleanUpCrons, CountLoop, FeedCron, LeasedJobs, RetentionCrons, SlicesCrons],
};

/** The worker: it has the api's libraries and none of its HTTP side but health. */
@Module({})
export class WorkerModule {
  static for(config: Config): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule,
        ClockModule,
        DatabaseModule,
        QueueModule,
        EventsModule,
        SessionUpkeepModule,
        IdempotencyModule,
        SendingModule,
        TriggersModule,
        RetentionModule,
        StatsModule,
        DiscoveryModule,
        ScheduleModule.forRoot(),
      ],
      controllers: [HealthController],
      providers: [Presence, ...[...config.worker.roles].flatMap((role) => PROVIDERS[role](config))],
    };
  }
}
