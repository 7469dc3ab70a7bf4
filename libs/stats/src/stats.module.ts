import { Module } from '@nestjs/common';
import { DeliveriesModule } from '@app/deliveries';
import { CountFeed } from './counting/count-feed.js';
import { CountingRepository } from './counting/counting.repository.js';
import { OldFigures } from './counting/old-figures.js';
import { FiguresRepository } from './figures/figures.repository.js';
import { OpenDeliveriesRepository } from './figures/open-deliveries.repository.js';
import { OutlookRepository } from './figures/outlook.repository.js';
import { Stats } from './figures/stats.js';
import { WorkersRepository } from './workers/workers.repository.js';

/** What happened, what waits, who works: added up by workers, read by the api. */
@Module({
  imports: [DeliveriesModule],
  providers: [
    CountFeed,
    CountingRepository,
    FiguresRepository,
    OldFigures,
    OpenDeliveriesRepository,
    OutlookRepository,
    Stats,
    WorkersRepository,
  ],
  exports: [CountFeed, OldFigures, Stats, WorkersRepository],
})
export class StatsModule {}
