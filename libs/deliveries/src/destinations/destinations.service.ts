import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '@app/auth';
import { type AuditRecord } from '@app/auth';
import { Clock } from '@app/clock';
import { isUuid } from '@app/clock';
import { Database } from '@app/database';
import { readCursor, toPage, type Page } from '@app/database';
import { conflict, invalid, notFound, type Fault } from '@app/errors';
import { SecretBox } from '@app/secrets';
import { closedCircuit } from '../lanes/circuit.js';
import { LaneViewRepository } from '../lanes/lane-view.repository.js';
import { Lanes } from '../lanes/lanes.js';
import { DeliveryQueue } from '../queueing/delivery-queue.js';
import { withDefaults, type DestinationDefinition } from './destination-definition.js';
import type { DestinationFilter } from './destination-filter.js';
import { DestinationMaker } from './destination-maker.js';
import { type NewDestination } from './destination-maker.js';
import { DestinationSecrets } from './destination-secrets.js';
import { type ShownSecrets } from './destination-secrets.js';
import type { Destination } from './destination.entity.js';
import { DestinationsRepository } from './destinations.repository.js';
import { PlaceRules } from './place-rules.js';
import { newSigningSecret } from './signing-secret.js';

/** How long a signing secret that was replaced signs along with its successor. */
const BOTH_SIGN_MS = 24 * 3_600_000;

@Injectable()
export class Destinations {
  constructor(
    private readonly repository: DestinationsRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly box: SecretBox,
    private readonly maker: DestinationMaker,
    private readonly secrets: DestinationSecrets,
    private readonly places: PlaceRules,
    private readonly clock: Clock,
    private readonly lanes: Lanes,
    private readonly laneView: LaneViewRepository,
    private readonly queue: DeliveryQueue,
  ) {}

  /** Throws `invalid` for a place that this installation does not allow. */
  async create(projectId: string, definition: DestinationDefinition): Promise<NewDestination> {
    this.refuse(this.places.faultsOf(definition));
    const made = this.maker.make(projectId, definition, null);
    await this.database.transaction((manager) => this.keep([made], manager));
    return made;
  }

  async list(
    projectId: string,
    limit: number,
    cursor?: string,
    filter: DestinationFilter = {},
  ): Promise<Page<Destination>> {
    return toPage(await this.repository.list(projectId, filter, limit + 1, readCursor(cursor)), limit);
  }

  /** Throws `destination.not_found`. */
  async get(projectId: string, id: string): Promise<Destination> {
    const destination = isUuid(id) ? await this.repository.find(projectId, id) : null;
    if (!destination) throw notFound('destination');
    return destination;
  }

  /** What a client said, or would have said, to make this destination: the document that a merge patch applies to. */
  definitionOf(destination: Destination): DestinationDefinition {
    const { name, kind, timeout, retry, rate_limit, max_in_flight, enabled } = destination;
    const { headers, auth, redis_url } = this.secrets.open(destination);
    return {
      name,
      kind,
      ...(kind === 'http'
        ? { url: destination.url!, method: destination.method, headers, auth }
        : { queue: destination.queue!, prefix: destination.queue_prefix!, redis_url }),
      template: destination.template ?? undefined,
      timeout,
      retry,
      rate_limit,
      max_in_flight,
      enabled,
    };
  }

  /**
   * `change` gets the present definition, locked, and answers the new one. Throws `destination.not_found`, and `invalid`
   * for another kind or a place that is not allowed.
   */
  async change(
    projectId: string,
    id: string,
    change: (present: DestinationDefinition) => DestinationDefinition,
  ): Promise<Destination> {
    return this.locked(projectId, id, async (destination, manager) => {
      const before = this.audited(destination);
      const definition = change(this.definitionOf(destination));
      if ((definition.kind ?? 'http') !== destination.kind)
        this.refuse([{ pointer: '/kind', detail: 'cannot be changed; make another destination' }]);
      this.refuse(this.places.faultsOf(definition));
      const columns = withDefaults(definition);
      const now = new Date(this.clock.now());
      // what it was turned off for is forgotten, or its first failure would turn it off again
      const turnedOn = columns.enabled && !destination.enabled;
      Object.assign(destination, columns, this.secrets.seal(definition), {
        ...(turnedOn && closedCircuit(now)),
        ...(columns.enabled && { disabled_reason: null }),
        updated_at: now,
      });
      await this.repository.update(destination, manager);
      if (columns.enabled) await this.repository.releaseWaiting(destination, manager);
      await this.record('destination.updated', destination, before, this.audited(destination), manager);
    });
  }

  /**
   * Gives a destination another signing secret, told this once. The one before signs along for a day; one that did so
   * already is forgotten. Throws `destination.not_found`, and `destination.has_no_secret` for a queue.
   */
  async rotateSecret(projectId: string, id: string): Promise<string> {
    const secret = newSigningSecret();
    await this.locked(projectId, id, async (destination, manager) => {
      if (destination.secret_sealed === null)
        throw conflict('destination.has_no_secret', 'Jobs in a queue are not signed: there is no secret.');
      const now = this.clock.now();
      const until = new Date(now + BOTH_SIGN_MS);
      Object.assign(destination, {
        previous_secret_sealed: destination.secret_sealed,
        previous_secret_until: until,
        secret_sealed: this.box.seal(secret),
        updated_at: new Date(now),
      });
      await this.repository.update(destination, manager);
      const after = { previous_secret_until: until };
      await this.record('destination.secret_rotated', destination, null, after, manager);
    });
    return secret;
  }

  /**
   * Turns a destination on, closes its circuit, and retries what waits for it, within the limits of its lane. Throws
   * `destination.not_found`.
   */
  enable(projectId: string, id: string): Promise<Destination> {
    return this.locked(projectId, id, async (destination, manager) => {
      const before = this.audited(destination);
      const now = new Date(this.clock.now());
      Object.assign(destination, closedCircuit(now), {
        enabled: true,
        disabled_reason: null,
        updated_at: now,
      });
      await this.repository.update(destination, manager);
      await this.repository.releaseWaiting(destination, manager, true);
      await this.record('destination.updated', destination, before, this.audited(destination), manager);
    });
  }

  /** Throws `destination.not_found`. */
  async delete(projectId: string, id: string): Promise<void> {
    await this.locked(projectId, id, async (destination, manager) => {
      await this.repository.delete(destination, manager);
      await this.record('destination.deleted', destination, this.audited(destination), null, manager);
    });
  }

  /** What of its write-only fields may be shown. */
  shown(destination: Destination): ShownSecrets {
    return this.secrets.shown(destination);
  }

  /** Stores destinations that {@link DestinationMaker} made. */
  async keep(made: NewDestination[], manager: EntityManager | undefined): Promise<void> {
    const destinations = made.map(({ destination }) => destination);
    await this.repository.insert(destinations, manager);
    for (const destination of destinations) this.lanes.note(destination);
    // an ephemeral one belongs to a single event, and is no more of a change than the event is
    const lasting = destinations.filter(({ ephemeral_until }) => ephemeral_until === null);
    await this.audit.recordAll(
      lasting.map((one) => changeOf('destination.created', one, null, this.audited(one))),
      manager,
    );
  }

  private record(
    action: string,
    destination: Destination,
    before: object | null,
    after: object | null,
    manager: EntityManager | undefined,
  ): Promise<void> {
    return this.audit.record(changeOf(action, destination, before, after), manager);
  }

  /** What the audit log shows of a destination. */
  private audited(destination: Destination): object {
    return { ...this.definitionOf(destination), ...this.secrets.shown(destination) };
  }

  private async locked(
    projectId: string,
    id: string,
    work: (destination: Destination, manager: EntityManager) => Promise<void>,
  ): Promise<Destination> {
    if (!isUuid(id)) throw notFound('destination');
    const changed = await this.database.transaction(async (manager) => {
      const destination = await this.repository.findForUpdate(projectId, id, manager);
      if (!destination) throw notFound('destination');
      await work(destination, manager);
      await this.laneView.tell(manager);
      return destination;
    });
    this.lanes.note(changed);
    this.queue.tellOfLanes();
    return changed;
  }

  private refuse(faults: Fault[]): void {
    if (faults.length > 0) throw invalid(faults);
  }
}

function changeOf(
  action: string,
  { id, project_id }: Destination,
  before: object | null,
  after: object | null,
): AuditRecord {
  return { action, project_id, target_kind: 'destination', target_id: id, before, after };
}
