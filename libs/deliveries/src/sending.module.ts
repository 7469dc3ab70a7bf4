import { Module } from '@nestjs/common';
import { AuditModule } from '@app/auth';
import { RedisModule } from '@app/queue';
import { DeliveriesModule } from './deliveries.module.js';
import { Circuits } from './lanes/circuits.js';
import { CircuitsRepository } from './lanes/circuits.repository.js';
import { Crew } from './lanes/crew.js';
import { Dispatcher } from './lanes/dispatcher.js';
import { GiveBack } from './lanes/give-back.js';
import { GiveBackRepository } from './lanes/give-back.repository.js';
import { LanesRepository } from './lanes/lanes.repository.js';
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
  imports: [AuditModule, DeliveriesModule, RedisModule],
  providers: [
    BullmqSender,
    Circuits,
    CircuitsRepository,
    Crew,
    Deliver,
    DeliverRepository,
    Dispatcher,
    Doctor,
    GiveBack,
    GiveBackRepository,
    HandOverRepository,
    HttpSender,
    LanesRepository,
    LostHandOvers,
    OutcomeWriter,
    Probe,
    ReplayTurn,
    ReplayTurnsRepository,
    RunReplays,
    Sweep,
    Transmit,
  ],
  exports: [
    Circuits,
    Crew,
    DeliveriesModule,
    Deliver,
    Dispatcher,
    LostHandOvers,
    OutcomeWriter,
    Probe,
    RunReplays,
    Sweep,
  ],
})
export class SendingModule {}
