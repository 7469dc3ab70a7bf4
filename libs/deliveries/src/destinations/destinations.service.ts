import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditLog } from '@app/auth';
import { type AuditRecord } from '@app/auth';
import { Clock } from '@app/clock';
import { isUuid, uuidV7 } from '@app/clock';
import { Database } from '@app/database';
import { readCursor, toPage, type Page } from '@app/database';
import { invalid, notFound, type Fault } from '@app/errors';
import { SecretBox } from '@app/secrets';
import { AddressGuard } from './address-guard.js';
import { ADDRESS_NOT_ALLOWED } from './address-guard.js';
import {
  withDefaults,
  type DestinationDefinition,
  type DestinationReference,
} from './destination-definition.js';
import type { Destination } from './destination.entity.js';
import { DestinationsRepository } from './destinations.repository.js';
import { newSigningSecret } from './signing-secret.js';

/** A destination with the secret that is told just once, when it is made. */
export interface NewDestination {
  destination: Destination;
  secret: string;
}

/** References turned into destinations of the project; `secrets` holds those of the ones made here, by id. */
export interface ResolvedDestinations {
  destinations: Destination[];
  secrets: Map<string, string>;
}

@Injectable()
export class Destinations {
  constructor(
    private readonly repository: DestinationsRepository,
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly secrets: SecretBox,
    private readonly guard: AddressGuard,
    private readonly clock: Clock,
  ) {}

  /** Throws `invalid` for a literal address that the guard refuses. */
  async create(projectId: string, definition: DestinationDefinition): Promise<NewDestination> {
    this.refuseLiteral(definition.url, '/url');
    const made = this.make(projectId, definition, null);
    await this.database.transaction((manager) => this.keep([made], manager));
    return made;
  }

  async list(projectId: string, limit: number, cursor?: string): Promise<Page<Destination>> {
    return toPage(await this.repository.list(projectId, limit + 1, readCursor(cursor)), limit);
  }

  /** Throws `destination.not_found`. */
  async get(projectId: string, id: string): Promise<Destination> {
    const destination = isUuid(id) ? await this.repository.find(projectId, id) : null;
    if (!destination) throw notFound('destination');
    return destination;
  }

  /** What a client said, or would have said, to make this destination: the document that a merge patch applies to. */
  definitionOf(destination: Destination): Required<DestinationDefinition> {
    const { name, url, method, timeout, retry, enabled } = destination;
    return { name, url, method, headers: this.headersOf(destination), timeout, retry, enabled };
  }

  /** `change` gets the present definition, locked, and answers the new one. Throws `destination.not_found`. */
  async change(
    projectId: string,
    id: string,
    change: (present: Required<DestinationDefinition>) => DestinationDefinition,
  ): Promise<Destination> {
    return this.locked(projectId, id, async (destination, manager) => {
      const before = this.audited(destination);
      const definition = change(this.definitionOf(destination));
      this.refuseLiteral(definition.url, '/url');
      const { headers, ...columns } = withDefaults(definition);
      Object.assign(destination, columns, {
        headers_sealed: this.sealHeaders(headers),
        ...(columns.enabled && { disabled_reason: null }),
        updated_at: new Date(this.clock.now()),
      });
      await this.repository.update(destination, manager);
      if (columns.enabled) await this.repository.releaseWaiting(destination, manager);
      await this.record('destination.updated', destination, before, this.audited(destination), manager);
    });
  }

  /** Turns a destination on again; what waited for it is delivered. Throws `destination.not_found`. */
  enable(projectId: string, id: string): Promise<Destination> {
    return this.change(projectId, id, (present) => ({ ...present, enabled: true }));
  }

  /** Throws `destination.not_found`. */
  async delete(projectId: string, id: string): Promise<void> {
    await this.locked(projectId, id, async (destination, manager) => {
      await this.repository.delete(destination, manager);
      await this.record('destination.deleted', destination, this.audited(destination), null, manager);
    });
  }

  /**
   * Turns ids and inline definitions into destinations, within the caller's transaction. With `ephemeralUntil` the
   * inline ones live only that long and are never listed. Throws `invalid` with a pointer below `at`.
   */
  async resolve(
    projectId: string,
    references: DestinationReference[],
    manager: EntityManager | undefined,
    ephemeralUntil: Date | null = null,
    at = '/destinations',
  ): Promise<ResolvedDestinations> {
    const ids = references.filter((reference) => typeof reference === 'string');
    const known = new Map(
      (await this.repository.findMany(projectId, ids, manager)).map((found) => [found.id, found]),
    );
    const faults: Fault[] = [];
    const made: NewDestination[] = [];
    const destinations: Destination[] = [];
    references.forEach((reference, index) => {
      const pointer = `${at}/${index}`;
      const present = typeof reference === 'string' ? known.get(reference.toLowerCase()) : undefined;
      if (present) destinations.push(present);
      else if (typeof reference === 'string')
        faults.push({ pointer, detail: 'there is no such destination' });
      else if (this.guard.refusesLiteral(new URL(reference.url)))
        faults.push({ pointer: `${pointer}/url`, detail: ADDRESS_NOT_ALLOWED });
      else {
        const fresh = this.make(projectId, reference, ephemeralUntil);
        made.push(fresh);
        destinations.push(fresh.destination);
      }
    });
    if (faults.length > 0) throw invalid(faults);
    await this.keep(made, manager);
    return {
      destinations: [...new Map(destinations.map((destination) => [destination.id, destination])).values()],
      secrets: new Map(made.map(({ destination, secret }) => [destination.id, secret])),
    };
  }

  /** Names and values of the custom headers; the values must never reach an answer or a log. */
  headersOf({ headers_sealed }: Destination): Record<string, string> {
    return headers_sealed === null
      ? {}
      : (JSON.parse(this.secrets.open(headers_sealed)) as Record<string, string>);
  }

  /** Stores destinations that {@link make} made. */
  async keep(made: NewDestination[], manager: EntityManager | undefined): Promise<void> {
    const destinations = made.map(({ destination }) => destination);
    await this.repository.insert(destinations, manager);
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

  /** What the audit log shows of a destination: names of headers, and not their values. */
  private audited(destination: Destination): object {
    const { headers, ...definition } = this.definitionOf(destination);
    return { ...definition, headers: Object.keys(headers) };
  }

  private locked(
    projectId: string,
    id: string,
    work: (destination: Destination, manager: EntityManager) => Promise<void>,
  ): Promise<Destination> {
    if (!isUuid(id)) throw notFound('destination');
    return this.database.transaction(async (manager) => {
      const destination = await this.repository.findForUpdate(projectId, id, manager);
      if (!destination) throw notFound('destination');
      await work(destination, manager);
      return destination;
    });
  }

  /** A destination that is not stored yet. */
  make(projectId: string, definition: DestinationDefinition, ephemeralUntil: Date | null): NewDestination {
    const { headers, ...columns } = withDefaults(definition);
    const secret = newSigningSecret();
    const now = this.clock.now();
    const destination: Destination = {
      id: uuidV7(now),
      project_id: projectId,
      kind: 'http',
      ...columns,
      headers_sealed: this.sealHeaders(headers),
      secret_sealed: this.secrets.seal(secret),
      previous_secret_sealed: null,
      previous_secret_until: null,
      disabled_reason: null,
      ephemeral_until: ephemeralUntil,
      created_at: new Date(now),
      updated_at: new Date(now),
    };
    return { destination, secret };
  }

  private sealHeaders(headers: Record<string, string>): string | null {
    return Object.keys(headers).length === 0 ? null : this.secrets.seal(JSON.stringify(headers));
  }

  private refuseLiteral(url: string, pointer: string): void {
    if (this.guard.refusesLiteral(new URL(url))) throw invalid([{ pointer, detail: ADDRESS_NOT_ALLOWED }]);
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
