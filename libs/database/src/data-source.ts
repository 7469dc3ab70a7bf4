import type { DataSourceOptions } from 'typeorm';
import type { Config } from '@app/config';
import { FirstSchema1764000000000 } from './migrations/1764000000000-first-schema.js';
import { Access1764100000000 } from './migrations/1764100000000-access.js';
import { IdempotencyKeys1764200000000 } from './migrations/1764200000000-idempotency-keys.js';
import { RecurringSchedules1764300000000 } from './migrations/1764300000000-recurring-schedules.js';
import { Alerts1764410000000 } from './migrations/1764410000000-alerts.js';
import { LeanerTriggerIndexes1764430000000 } from './migrations/1764430000000-leaner-trigger-indexes.js';
import { FairLanes1764500000000 } from './migrations/1764500000000-fair-lanes.js';
import { DestinationKinds1764510000000 } from './migrations/1764510000000-destination-kinds.js';
import { Replays1764520000000 } from './migrations/1764520000000-replays.js';
import { Retention1764600000000 } from './migrations/1764600000000-retention.js';
import { MovingEvents1764610000000 } from './migrations/1764610000000-moving-events.js';
import { RetentionPolicies1764630000000 } from './migrations/1764630000000-retention-policies.js';
import { LiveFeed1764650000000 } from './migrations/1764650000000-live-feed.js';
import { Reading1764660000000 } from './migrations/1764660000000-reading.js';
import { ColdArchive1764670000000 } from './migrations/1764670000000-cold-archive.js';
import { Stats1764680000000 } from './migrations/1764680000000-stats.js';
import { SliceMarks1764690000000 } from './migrations/1764690000000-slice-marks.js';
import { MaintenanceRuns1764700000000 } from './migrations/1764700000000-maintenance-runs.js';
import { EveryRun1764710000000 } from './migrations/1764710000000-every-run.js';
import { LabelIndex1764720000000 } from './migrations/1764720000000-label-index.js';

/** How every process connects. The schema is made by hand-written migrations alone, never by `synchronize`. */
export function dataSourceOptions(config: Config): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.database.url,
    poolSize: config.database.poolSize,
    extra: { connectionTimeoutMillis: 5000, keepAlive: true },
    applicationName: 'event-trigger-platform',
    migrations: [
      FirstSchema1764000000000,
      Access1764100000000,
      IdempotencyKeys1764200000000,
      RecurringSchedules1764300000000,
      Alerts1764410000000,
      LeanerTriggerIndexes1764430000000,
      FairLanes1764500000000,
      DestinationKinds1764510000000,
      Replays1764520000000,
      Retention1764600000000,
      MovingEvents1764610000000,
      RetentionPolicies1764630000000,
      LiveFeed1764650000000,
      Reading1764660000000,
      ColdArchive1764670000000,
      Stats1764680000000,
      SliceMarks1764690000000,
      MaintenanceRuns1764700000000,
      EveryRun1764710000000,
      LabelIndex1764720000000,
    ],
    migrationsTableName: 'migrations',
    synchronize: false,
  };
}
