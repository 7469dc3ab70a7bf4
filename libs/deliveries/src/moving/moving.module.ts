import { Module } from '@nestjs/common';
import { EventsModule } from '@app/events';
import { EventMover } from './event-mover.js';
import { EventMoverRepository } from './event-mover.repository.js';

/** Places of events, without destinations and queues: for commands that only move. */
@Module({
  imports: [EventsModule],
  providers: [EventMover, EventMoverRepository],
  exports: [EventMover],
})
export class MovingModule {}
