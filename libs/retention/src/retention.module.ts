import { Module } from '@nestjs/common';
import { AuditModule } from '@app/auth';
import { Clock } from '@app/clock';
import { Config } from '@app/config';
import { DeliveriesModule } from '@app/deliveries';
import { EventsModule } from '@app/events';
import { AdHocDestinationsRepository } from './applying/ad-hoc-destinations.repository.js';
import { AppliedEventsRepository } from './applying/applied-events.repository.js';
import { AppliesRepository } from './applying/applies.repository.js';
import { Applies } from './applying/applies.js';
import { ApplyTurnWork } from './applying/apply-turn.js';
import { ApplyTurnsRepository } from './applying/apply-turns.repository.js';
import { RunApplies } from './applying/run-applies.js';
import { PoliciesRepository } from './policies/policies.repository.js';
import { Policies } from './policies/policies.js';
import { Archiver } from './archiving/archiver.js';
import { DueEventsRepository } from './archiving/due-events.repository.js';
import { BeforeDrop, NothingBeforeDrop } from './dropping/before-drop.js';
import { ColdCopies } from './cold/cold-copies.js';
import { ColdEventsRepository } from './cold/cold-events.repository.js';
import { openStore } from './cold/stores/open-store.js';
import { Dropper } from './dropping/dropper.js';
import { ExpiredTables } from './dropping/expired-tables.js';
import { ExpiredTablesRepository } from './dropping/expired-tables.repository.js';
import { RetentionFiguresRepository } from './figures/retention-figures.repository.js';
import { RetentionStats } from './figures/retention-stats.js';
import { Simulation } from './figures/simulation.js';
import { OldRuns } from './old-runs.js';
import { RetentionRun } from './retention-run.js';
import { RetentionRuns } from './retention-runs.js';
import { RetentionRunsRepository } from './retention-runs.repository.js';
import { RETENTION_STEPS, type RetentionStep } from './retention-steps.js';
import { SliceDropsRepository } from './dropping/slice-drops.repository.js';

const steps = {
  provide: RETENTION_STEPS,
  inject: [Archiver, Dropper],
  useFactory: (archiver: Archiver, dropper: Dropper): RetentionStep[] => [
    { kind: 'archive', limit: 50_000, work: archiver },
    { kind: 'drop', limit: 10, work: dropper },
  ],
};

const beforeDrop = {
  provide: BeforeDrop,
  inject: [Config, ColdEventsRepository, Clock],
  useFactory: ({ coldArchive }: Config, events: ColdEventsRepository, clock: Clock): BeforeDrop =>
    coldArchive ? new ColdCopies(openStore(coldArchive), events, clock) : new NothingBeforeDrop(),
};

/** How long events are kept: policies, the move to the archive, and the end of what has expired. */
@Module({
  imports: [AuditModule, DeliveriesModule, EventsModule],
  providers: [
    AdHocDestinationsRepository,
    AppliedEventsRepository,
    Applies,
    AppliesRepository,
    ApplyTurnsRepository,
    ApplyTurnWork,
    Policies,
    PoliciesRepository,
    RunApplies,
    Archiver,
    DueEventsRepository,
    beforeDrop,
    ColdEventsRepository,
    Dropper,
    ExpiredTables,
    ExpiredTablesRepository,
    OldRuns,
    RetentionFiguresRepository,
    RetentionRun,
    RetentionRuns,
    RetentionRunsRepository,
    RetentionStats,
    Simulation,
    SliceDropsRepository,
    steps,
  ],
  exports: [
    Applies,
    ExpiredTables,
    OldRuns,
    Policies,
    RetentionRun,
    RetentionRuns,
    RetentionStats,
    RunApplies,
    Simulation,
  ],
})
export class RetentionModule {}
