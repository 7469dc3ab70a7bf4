import { Module } from '@nestjs/common';
import { AuditModule } from '@app/auth';
import { DeliveriesModule } from './deliveries.module.js';
import { Circuits } from './lanes/circuits.js';
import { CircuitsRepository } from './lanes/circuits.repository.js';
import { Crew } from './lanes/crew.js';
import { DisabledDestinations } from './lanes/disabled-destinations.js';
import { Dispatcher } from './lanes/dispatcher.js';
import { GiveBack } from './lanes/give-back.js';
import { GiveBackRepository } from './lanes/give-back.repository.js';
import { LanesRepository } from './lanes/lanes.repository.js';
import { HandOverRepository } from './queueing/hand-over.repository.js';
import { Sweep } from './queueing/sweep.js';
import { Deliver } from './sending/deliver.js';
import { DeliverRepository } from './sending/deliver.repository.js';
import { HttpSender } from './sending/http-sender.js';
import { OutcomeWriter } from './sending/outcome-writer.js';

/** What a worker needs to deliver. The api never sends, so it does not load this. */
@Module({
  imports: [DeliveriesModule, AuditModule],
  providers: [
    Circuits,
    CircuitsRepository,
    Crew,
    Deliver,
    DeliverRepository,
    DisabledDestinations,
    Dispatcher,
    GiveBack,
    GiveBackRepository,
    HandOverRepository,
    HttpSender,
    LanesRepository,
    OutcomeWriter,
    Sweep,
  ],
  exports: [DeliveriesModule, Circuits, Crew, Deliver, Dispatcher, OutcomeWriter, Sweep],
})
export class SendingModule {}
