import { Module } from '@nestjs/common';
import { AuditModule } from '@app/auth';
import { DeliveriesModule } from '@app/deliveries';
import { EventsModule } from '@app/events';
import { Archiver } from './archiving/archiver.js';
import { DueEventsRepository } from './archiving/due-events.repository.js';

/** How long events are kept: policies, the move to the archive, and the end of what has expired. */
@Module({
  imports: [AuditModule, DeliveriesModule, EventsModule],
  providers: [Archiver, DueEventsRepository],
  exports: [Archiver],
})
export class RetentionModule {}
