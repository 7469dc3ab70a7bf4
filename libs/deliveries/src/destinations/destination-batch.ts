import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { invalid, type Fault } from '@app/errors';
import type { DestinationDefinition, DestinationReference } from './destination-definition.js';
import { DestinationMaker } from './destination-maker.js';
import { type NewDestination } from './destination-maker.js';
import type { Destination } from './destination.entity.js';
import { isSaidOf } from './destination-match.js';
import { DestinationsRepository } from './destinations.repository.js';
import { Destinations } from './destinations.service.js';
import { PlaceRules } from './place-rules.js';

const MOST_FAULTS = 100;

/** The destinations that one of many triggers is to have. */
export interface ReferenceList {
  /** Where faults of the list are, as a JSON Pointer: `/triggers/17/destinations`. */
  pointer: string;
  references: DestinationReference[];
  /** Ids of the destinations that the trigger has now, which inline ones may be. */
  present: string[];
}

/** `lists` are in the order asked; `made` are those among them that are still to be kept. */
export interface ResolvedLists {
  lists: Destination[][];
  made: NewDestination[];
}

/** Destinations of many triggers at once. */
@Injectable()
export class DestinationBatch {
  constructor(
    private readonly repository: DestinationsRepository,
    private readonly destinations: Destinations,
    private readonly maker: DestinationMaker,
    private readonly places: PlaceRules,
  ) {}

  /**
   * Turns ids and inline definitions into destinations; nothing is stored yet. An inline one that the trigger has
   * already is that one, and those that are written alike in several lists are one new one: a batch that is sent again
   * makes none anew. Throws `invalid` with the first 100 faults.
   */
  async resolve(projectId: string, lists: ReferenceList[], manager: EntityManager): Promise<ResolvedLists> {
    const known = await this.known(projectId, lists, manager);
    const faults: Fault[] = [];
    const made = new Map<string, NewDestination>();
    const one = (reference: DestinationReference, present: string[], pointer: string) => {
      if (typeof reference === 'string') {
        const found = known.get(reference.toLowerCase());
        if (!found) faults.push({ pointer, detail: 'there is no such destination' });
        return found;
      }
      const same = present.map((id) => known.get(id)).find((has) => has && this.isSame(reference, has));
      if (same) return same;
      const wrong = this.places.faultsOf(reference, pointer);
      faults.push(...wrong);
      if (wrong.length > 0) return undefined;
      const written = JSON.stringify(reference);
      const fresh = made.get(written) ?? this.maker.make(projectId, reference, null);
      made.set(written, fresh);
      return fresh.destination;
    };
    const resolved = lists.map(({ references, present, pointer }) => {
      const found = references.map((reference, index) => one(reference, present, `${pointer}/${index}`));
      return [...new Set(found.filter((destination) => destination !== undefined))];
    });
    if (faults.length > 0) throw invalid(faults.slice(0, MOST_FAULTS));
    return { lists: resolved, made: [...made.values()] };
  }

  /** Stores what `resolve` made. */
  keep(made: NewDestination[], manager: EntityManager): Promise<void> {
    return this.destinations.keep(made, manager);
  }

  private async known(
    projectId: string,
    lists: ReferenceList[],
    manager: EntityManager,
  ): Promise<Map<string, Destination>> {
    const ids = lists.flatMap(({ references, present }) => [
      ...references.filter((reference) => typeof reference === 'string').map((id) => id.toLowerCase()),
      ...present,
    ]);
    const found = await this.repository.findMany(projectId, [...new Set(ids)], manager);
    return new Map(found.map((destination) => [destination.id, destination]));
  }

  /** What is sealed is opened only where the place is the same. */
  private isSame(reference: DestinationDefinition, present: Destination): boolean {
    const { url = null, queue = null } = reference;
    if (url !== present.url || queue !== present.queue) return false;
    return isSaidOf(reference, this.destinations.definitionOf(present));
  }
}
