import { Module } from '@nestjs/common';
import { AuditModule } from '@app/auth';
import { MovingModule } from '@app/deliveries';
import { ColdEventsRepository } from './cold-events.repository.js';
import { ColdRestore } from './cold-restore.js';

/** What brings events back; it needs no queue. */
@Module({
  imports: [AuditModule, MovingModule],
  providers: [ColdEventsRepository, ColdRestore],
  exports: [ColdRestore],
})
export class ColdRestoreModule {}
