import { Module } from '@nestjs/common';
import { DeliveriesModule } from './deliveries.module.js';
import { HandOverRepository } from './queueing/hand-over.repository.js';
import { Sweep } from './queueing/sweep.js';
import { ReplayTurn } from './replays/replay-turn.js';
import { ReplayTurnsRepository } from './replays/replay-turns.repository.js';
import { RunReplays } from './replays/run-replays.js';
import { Deliver } from './sending/deliver.js';
import { DeliverRepository } from './sending/deliver.repository.js';
import { HttpSender } from './sending/http-sender.js';
import { OutcomeWriter } from './sending/outcome-writer.js';

/** What a worker needs to deliver. The api never sends, so it does not load this. */
@Module({
  imports: [DeliveriesModule],
  providers: [
    Deliver,
    DeliverRepository,
    HandOverRepository,
    HttpSender,
    OutcomeWriter,
    ReplayTurn,
    ReplayTurnsRepository,
    RunReplays,
    Sweep,
  ],
  exports: [DeliveriesModule, Deliver, OutcomeWriter, RunReplays, Sweep],
})
export class SendingModule {}
