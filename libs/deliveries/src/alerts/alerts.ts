import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EventWriterRepository } from '../recording/event-writer.repository.js';
import type { DeliveryRef } from '../recording/firing.js';
import { alertFiring, type Alert } from './alert.js';
import { AlertDestinationsRepository } from './alert-destinations.repository.js';

/** Alerts are events like any other: recorded, delivered with retries, listed, replayed. */
@Injectable()
export class Alerts {
  constructor(
    private readonly destinations: AlertDestinationsRepository,
    private readonly writer: EventWriterRepository,
  ) {}

  /**
   * Writes alerts down in the transaction of whatever they tell of, so that they are told once. Answers the deliveries
   * to hand to the queue after the commit. An alert that has nowhere to go is recorded all the same.
   */
  async record(alerts: Alert[], manager: EntityManager): Promise<DeliveryRef[]> {
    if (alerts.length === 0) return [];
    const projects = [...new Set(alerts.map(({ project_id }) => project_id))];
    const ofProjects = await this.destinations.ofProjects(projects, manager);
    const idsOf = (project: string) => ofProjects.get(project)!.map(({ id }) => id);
    const events = await this.writer.write(
      alerts.map((alert) => alertFiring(alert, idsOf(alert.project_id))),
      manager,
    );
    return events.flatMap((event) => event!.deliveries);
  }
}
