import { Module } from '@nestjs/common';
import { RedisModule } from '@app/queue';
import { DeliveriesModule } from './deliveries.module.js';
import { HandOverRepository } from './queueing/hand-over.repository.js';
import { LostHandOvers } from './queueing/lost-hand-overs.js';
import { Sweep } from './queueing/sweep.js';
import { Deliver } from './sending/deliver.js';
import { DeliverRepository } from './sending/deliver.repository.js';
import { HttpSender } from './sending/http-sender.js';
import { OutcomeWriter } from './sending/outcome-writer.js';

/** What a worker needs to deliver. The api never sends, so it does not load this. */
@Module({
  imports: [DeliveriesModule, RedisModule],
  providers: [
    Deliver,
    DeliverRepository,
    HandOverRepository,
    HttpSender,
    LostHandOvers,
    OutcomeWriter,
    Sweep,
  ],
  exports: [DeliveriesModule, Deliver, LostHandOvers, OutcomeWriter, Sweep],
})
export class SendingModule {}
