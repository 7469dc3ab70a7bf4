import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { invalid, type Fault } from '@app/errors';
import type { DestinationReference } from './destination-definition.js';
import { DestinationMaker } from './destination-maker.js';
import { type NewDestination } from './destination-maker.js';
import type { Destination } from './destination.entity.js';
import { DestinationsRepository } from './destinations.repository.js';
import { Destinations } from './destinations.service.js';
import { PlaceRules } from './place-rules.js';

/** References turned into destinations of the project; `secrets` holds those of the ones made here, by id. */
export interface ResolvedDestinations {
  destinations: Destination[];
  secrets: Map<string, string>;
}

/** The destinations that one trigger or one event is to have. Those of many triggers are DestinationBatch's. */
@Injectable()
export class DestinationReferences {
  constructor(
    private readonly repository: DestinationsRepository,
    private readonly destinations: Destinations,
    private readonly maker: DestinationMaker,
    private readonly places: PlaceRules,
  ) {}

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
      else {
        const fresh = this.maker.make(projectId, reference, ephemeralUntil);
        faults.push(...this.places.faultsOf(reference, pointer));
        made.push(fresh);
        destinations.push(fresh.destination);
      }
    });
    if (faults.length > 0) throw invalid(faults);
    await this.destinations.keep(made, manager);
    return {
      destinations: [...new Map(destinations.map((destination) => [destination.id, destination])).values()],
      secrets: new Map(made.flatMap(({ destination: { id }, secret }) => (secret ? [[id, secret]] : []))),
    };
  }

  /** Lets those of these destinations that live only for a time live until then at least. */
  keepUntil(projectId: string, ids: string[], until: Date): Promise<void> {
    return this.repository.prolongEphemeral(projectId, ids, until);
  }
}
