import { Module } from '@nestjs/common';
import { AuditModule } from '@app/auth';
import { DeliveriesModule } from '@app/deliveries';
import { EventsModule } from '@app/events';
import { AdHocDestinationsRepository } from './applying/ad-hoc-destinations.repository.js';
import { AppliedEventsRepository } from './applying/applied-events.repository.js';
import { AppliesRepository } from './applying/applies.repository.js';
import { Applies } from './applying/applies.js';
import { ApplyTurnWork } from './applying/apply-turn.js';
import { ApplyTurnsRepository } from './applying/apply-turns.repository.js';
import { ReclassRepository } from './applying/reclass.repository.js';
import { RunApplies } from './applying/run-applies.js';
import { PoliciesRepository } from './policies/policies.repository.js';
import { Policies } from './policies/policies.js';

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
    ReclassRepository,
    RunApplies,
  ],
  exports: [Applies, Policies, RunApplies],
})
export class RetentionModule {}
