import { Module } from '@nestjs/common';
import { DeliveriesModule } from './deliveries.module.js';
import { HandOverRepository } from './queueing/hand-over.repository.js';
import { Sweep } from './queueing/sweep.js';
import { BullmqSender } from './sending/bullmq-sender.js';
import { Deliver } from './sending/deliver.js';
import { DeliverRepository } from './sending/deliver.repository.js';
import { HttpSender } from './sending/http-sender.js';
import { OutcomeWriter } from './sending/outcome-writer.js';
import { Transmit } from './sending/transmit.js';

/** What a worker needs to deliver. The api never sends, so it does not load this. */
@Module({
  imports: [DeliveriesModule],
  providers: [
    BullmqSender,
    Deliver,
    DeliverRepository,
    HandOverRepository,
    HttpSender,
    OutcomeWriter,
    Sweep,
    Transmit,
  ],
  exports: [DeliveriesModule, Deliver, OutcomeWriter, Sweep],
})
export class SendingModule {}
