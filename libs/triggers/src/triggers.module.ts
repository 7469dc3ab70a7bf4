import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '@app/auth';
import { DeliveriesModule } from '@app/deliveries';
import { SecretsModule } from '@app/secrets';
import { DueTriggers } from './due-triggers.js';
import { DueTriggersRepository } from './due-triggers.repository.js';
import { FireTrigger } from './fire-trigger.js';
import { ManualEvents } from './manual-events.js';
import { Trigger } from './trigger.entity.js';
import { TriggersRepository } from './triggers.repository.js';
import { Triggers } from './triggers.service.js';

@Module({
  imports: [AuditModule, DeliveriesModule, SecretsModule, TypeOrmModule.forFeature([Trigger])],
  providers: [DueTriggers, DueTriggersRepository, FireTrigger, ManualEvents, Triggers, TriggersRepository],
  exports: [DueTriggers, FireTrigger, ManualEvents, Triggers, TriggersRepository],
})
export class TriggersModule {}
