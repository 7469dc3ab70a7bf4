import { Module } from '@nestjs/common';
import { RedisModule } from '@app/queue';
import { DeliveriesModule } from './deliveries.module.js';
import { Doctor } from './probing/doctor.js';
import { Probe } from './probing/probe.js';
import { HandOverRepository } from './queueing/hand-over.repository.js';
import { LostHandOvers } from './queueing/lost-hand-overs.js';
import { Sweep } from './queueing/sweep.js';
import { ReplayTurn } from './replays/replay-turn.js';
import { ReplayTurnsRepository } from './replays/replay-turns.repository.js';
import { RunReplays } from './replays/run-replays.js';
import { BullmqSender } from './sending/bullmq-sender.js';
import { Deliver } from './sending/deliver.js';
import { DeliverRepository } from './sending/deliver.repository.js';
import { HttpSender } from './sending/http-sender.js';
import { OutcomeWriter } from './sending/outcome-writer.js';
import { Transmit } from './sending/transmit.js';

/** What a worker needs to deliver. The api never sends, so it does not load this: it asks a worker (Probes). */
@Module({
  imports: [DeliveriesModule, RedisModule],
  providers: [
    BullmqSender,
    Deliver,
    DeliverRepository,
    Doctor,
    HandOverRepository,
    HttpSender,
    LostHandOvers,
    OutcomeWriter,
    Probe,
    ReplayTurn,
    ReplayTurnsRepository,
    RunReplays,
    Sweep,
    Transmit,
  ],
  exports: [DeliveriesModule, Deliver, LostHandOvers, OutcomeWriter, Probe, RunReplays, Sweep],
})
export class SendingModule {}
