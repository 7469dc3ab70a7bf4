import { getQueueToken } from '@nestjs/bullmq';
import type { Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterAll, beforeAll } from 'vitest';
import { AuthModule, SessionUpkeepModule } from '@app/auth';
import { CacheModule } from '@app/cache';
import { Clock, ClockModule } from '@app/clock';
import { Config, ConfigModule } from '@app/config';
import { Database, DatabaseModule, DEFAULT_PROJECT } from '@app/database';
import {
  DELIVERIES_QUEUE,
  DeliveryLog,
  DeliveryQueue,
  Dispatcher,
  type DeliveryRef,
  type Destination,
  type DestinationDefinition,
  DestinationReferences,
  Destinations,
  EventLog,
  EventMover,
  EventWriterRepository,
  type Firing,
  PROBES_QUEUE,
  type RecordedEvent,
  SendingModule,
} from '@app/deliveries';
import { SlicesAhead, SlicesRepository } from '@app/events';
import { IdempotencyModule } from '@app/idempotency';
import { QueueModule } from '@app/queue';
import { Archiver, RetentionModule } from '@app/retention';
import { StatsModule } from '@app/stats';
import { DueTriggers, Triggers, TriggersModule, type TriggerDefinition } from '@app/triggers';
import { KeyedFiringsRepository } from '../../libs/deliveries/src/recording/keyed-firings.repository.js';
import { HandOverRepository } from '../../libs/deliveries/src/queueing/hand-over.repository.js';
import { DeliverRepository } from '../../libs/deliveries/src/sending/deliver.repository.js';
import { DueTriggersRepository } from '../../libs/triggers/src/due-triggers.repository.js';
import type { Trigger } from '../../libs/triggers/src/trigger.entity.js';
import { TriggersRepository } from '../../libs/triggers/src/triggers.repository.js';
import { TestDatabase } from './database.js';

export const PROJECT = DEFAULT_PROJECT.id;

/** It is there before the first test of the suite and gone after its last one. */
export function usePlatform(): Platform {
  const on = new Platform();
  beforeAll(() => on.open());
  afterAll(() => on.close());
  return on;
}

/** The libs as an application has them, on a database of the suite's own; only the queues are not real ones. */
export class Platform {
  /** What was handed to the queue. */
  readonly handedOver: DeliveryRef[] = [];
  private clone!: TestDatabase;
  private module!: TestingModule;

  async open(): Promise<void> {
    this.clone = await TestDatabase.clone();
    const config = new Config({
      APP_SECRET: 'a-secret-of-the-tests-0123456789abcdef',
      DATABASE_URL: this.clone.url,
      QUEUE_BACKEND: 'postgres',
      AUTH: 'off', // there is no first user but the one that a test makes
      DELIVERY_ALLOW: '127.0.0.0/8',
    });
    const imports = [ConfigModule, ClockModule, DatabaseModule, CacheModule, QueueModule, IdempotencyModule];
    const features = [
      AuthModule,
      SessionUpkeepModule,
      SendingModule,
      TriggersModule,
      RetentionModule,
      StatsModule,
    ];
    this.module = await Test.createTestingModule({ imports: [...imports, ...features] })
      .overrideProvider(Config)
      .useValue(config)
      .overrideProvider(getQueueToken(DELIVERIES_QUEUE))
      .useValue({})
      .overrideProvider(getQueueToken(PROBES_QUEUE))
      .useValue({ on: () => {} })
      .overrideProvider(DeliveryQueue)
      .useValue({
        handOver: (refs: DeliveryRef[]) => this.handedOver.push(...refs.filter(({ in_lane }) => !in_lane)),
        tryHandOver: async (refs: DeliveryRef[]) => this.handedOver.push(...refs) > 0,
        tellOfLanes: () => {},
        ping: async () => {},
      })
      .compile();
    await this.module.init();
  }

  async close(): Promise<void> {
    await this.module?.close();
    await this.clone?.close();
  }

  get config() {
    return this.get(Config);
  }
  get clock() {
    return this.get(Clock);
  }
  get database() {
    return this.get(Database);
  }
  get slices() {
    return this.get(SlicesRepository);
  }
  get slicesAhead() {
    return this.get(SlicesAhead);
  }
  get writer() {
    return this.get(EventWriterRepository);
  }
  get keyedFirings() {
    return this.get(KeyedFiringsRepository);
  }
  get deliver() {
    return this.get(DeliverRepository);
  }
  get handOver() {
    return this.get(HandOverRepository);
  }
  get dispatcher() {
    return this.get(Dispatcher);
  }
  get destinations() {
    return this.get(Destinations);
  }
  get destinationReferences() {
    return this.get(DestinationReferences);
  }
  get deliveryLog() {
    return this.get(DeliveryLog);
  }
  get log() {
    return this.get(EventLog);
  }
  get mover() {
    return this.get(EventMover);
  }
  get archiver() {
    return this.get(Archiver);
  }
  get dueRows() {
    return this.get(DueTriggersRepository);
  }
  get due() {
    return this.get(DueTriggers);
  }
  get triggerRows() {
    return this.get(TriggersRepository);
  }
  get triggers() {
    return this.get(Triggers);
  }

  /** What the applications would be injected with. */
  get<T>(type: Type<T>): T {
    return this.module.get(type, { strict: false });
  }

  /** Rows of a statement of the test's own. */
  sql<Row extends object = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.clone.query<Row>(text, values);
  }

  /** Keeps everybody else out of a table until the answer is called. */
  lock(table: string): Promise<() => Promise<void>> {
    return this.clone.lock(table);
  }

  count(text: string, values: unknown[] = []): Promise<number> {
    return this.clone.count(text, values);
  }

  /** A transaction that has read every event and delivery, and goes on until it is told to end. */
  reader(): Promise<{ end: () => Promise<void> }> {
    return this.clone.reader();
  }

  /** From now on ids are made at this instant, or that many ms from the present. */
  setClock(at: Date | number): void {
    const now = Date.now();
    this.clock.measured(typeof at === 'number' ? now + at : at.getTime(), now, now);
  }

  /** An ad hoc firing, but for what is said otherwise. */
  firing(rest: Partial<Firing> = {}): Firing {
    return {
      project_id: PROJECT,
      trigger: null,
      source: 'manual',
      payload: {},
      labels: {},
      scheduled_for: null,
      lifetime: null,
      destination_ids: [],
      replay_of: null,
      ...rest,
    };
  }

  async record(rest: Partial<Firing> = {}): Promise<RecordedEvent> {
    const [event] = await this.writer.write([this.firing(rest)]);
    return event!;
  }

  async newDestination(rest: Partial<DestinationDefinition> = {}): Promise<Destination> {
    const { destination } = await this.destinations.create(PROJECT, { url: 'http://127.0.0.1:9/', ...rest });
    return destination;
  }

  async newTrigger(rest: Partial<TriggerDefinition> = {}): Promise<Trigger> {
    const { trigger } = await this.triggers.create(PROJECT, { name: 'Test', trigger_type: 'api', ...rest });
    return trigger;
  }

  /** The one row of a table with this id. */
  async row<Row extends object = Record<string, unknown>>(table: string, id: string): Promise<Row> {
    const [row] = await this.sql<Row>(
      `SELECT *, tableoid::regclass::text AS lies_in FROM ${table} WHERE id = $1`,
      [id],
    );
    if (!row) throw new Error(`There is no row ${id} in ${table}`);
    return row;
  }
}
