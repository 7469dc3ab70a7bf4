import { Injectable } from '@nestjs/common';
import { stepsOf, WINDOWS, type WindowName } from '../windows.js';
import { WorkersRepository, type WorkerRow } from '../workers/workers.repository.js';
import { add, deliveryFiguresOf, figuresOf, nothing } from './figures.js';
import type { Counts, DeliveryFigures, Figures } from './figures.js';
import { FiguresRepository } from './figures.repository.js';
import { OpenDeliveriesRepository, type OpenDeliveries } from './open-deliveries.repository.js';
import { OutlookRepository, type NextFiring, type TroubledDestination } from './outlook.repository.js';

/** Figures of a time, step by step and in all. */
export interface Series<F> {
  window: WindowName;
  step: string;
  from: Date;
  /** The end of the last step, which is the present one. */
  until: Date;
  /** What was committed until then is in it. */
  counted_at: Date;
  series: (F & { at: Date })[];
  totals: F;
}

export interface ProjectStats extends Series<Figures> {
  queue: OpenDeliveries;
  workers: WorkerRow[];
  next_firings: NextFiring[];
  destinations_in_trouble: TroubledDestination[];
}

/** How projects and destinations are doing. Nothing that is asked here takes longer the more there is. */
@Injectable()
export class Stats {
  constructor(
    private readonly figures: FiguresRepository,
    private readonly open: OpenDeliveriesRepository,
    private readonly outlook: OutlookRepository,
    private readonly workers: WorkersRepository,
  ) {}

  async ofProject(projectId: string, window: WindowName): Promise<ProjectStats> {
    return {
      ...(await this.series(window, figuresOf, projectId)),
      queue: await this.open.count(projectId),
      workers: await this.workers.list(),
      next_firings: await this.outlook.nextFirings(projectId),
      destinations_in_trouble: await this.outlook.troubled(projectId),
    };
  }

  /** `window` is one that destinations are counted for. */
  ofDestination(projectId: string, id: string, window: WindowName): Promise<Series<DeliveryFigures>> {
    return this.series(window, deliveryFiguresOf, projectId, id);
  }

  private async series<F>(
    window: WindowName,
    shown: (counts: Counts) => F,
    ...whose: [projectId: string, destinationId?: string]
  ): Promise<Series<F>> {
    const { step, stepMs } = WINDOWS[window];
    const { now, counted_at } = await this.figures.now();
    const begins = stepsOf(window, now);
    const [projectId, destinationId] = whose;
    const rows = await this.figures.steps(projectId, stepMs, begins[0]!, destinationId);
    const byStep = new Map(rows.map((row) => [row.at, row]));
    const total = nothing();
    for (const begin of begins) add(total, byStep.get(begin) ?? nothing());
    return {
      window,
      step,
      from: new Date(begins[0]!),
      until: new Date(begins.at(-1)! + stepMs),
      counted_at: new Date(counted_at),
      series: begins.map((at) => ({ at: new Date(at), ...shown(byStep.get(at) ?? nothing()) })),
      totals: shown(total),
    };
  }
}
