import { IsBoolean, IsIn, IsUUID } from 'class-validator';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { DestinationReference, EventFilter } from '@app/deliveries';
import {
  EVENT_SOURCES,
  EVENT_STATUSES,
  type EventSource,
  type EventStatus,
  type Labels,
  type Payload,
} from '@app/events';
import { DestinationDto } from '../destinations/destination.dto.js';
import { IsInstant, IsJsonObject, IsLabels, Optional, rule } from '../validation/fields.js';
import { invalid } from '@app/errors';
import { IsLabelFilter, labelsOf, ListQuery, validQuery } from '../validation/list.dto.js';
import { faultsOf, type DtoClass } from '../validation/validate.js';
import { splitPayloadQuery } from './payload-query.js';

/** An event by hand. */
@ApiExtraModels(DestinationDto)
export class NewEventDto {
  /** What is delivered. */
  @IsJsonObject()
  payload!: Payload;

  /** The trigger that it belongs to, whose destinations it goes to unless others are named. */
  @IsUUID()
  @Optional()
  trigger_id?: string;

  /** Where it goes: ids of destinations, or inline ones that live as long as the event. */
  @ApiProperty({
    type: 'array',
    maxItems: 20,
    items: { oneOf: [{ type: 'string', format: 'uuid' }, { $ref: getSchemaPath(DestinationDto) }] },
  })
  @rule(
    'isDestinations',
    'must be an array of at most 20 destinations',
    (value) => Array.isArray(value) && value.length <= 20,
  )
  @Optional()
  destinations?: DestinationReference[];
}

/** What of an event can be changed. */
export class EventPatchDto {
  /** True moves it to the archive, false brings it back; one whose time to be archived has passed stays until it expires. */
  @IsBoolean()
  @Optional()
  archived?: boolean;

  /**
   * True keeps it and its deliveries whatever the policy says, false leaves it to the policy again. An event whose time has
   * ended while it was held is gone with its release: the answer is 404.
   */
  @IsBoolean()
  @Optional()
  hold?: boolean;

  /** Merged into its labels; null removes one. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string', nullable: true } })
  @IsLabels()
  @Optional()
  labels?: Labels;
}

/** A replay; an empty body delivers the same event again. */
export class ReplayDto {
  /** Makes a new event with this payload instead. */
  @IsJsonObject()
  @Optional()
  payload?: Payload;
}

export class EventQuery extends ListQuery {
  /** Only events of this trigger. */
  @IsUUID()
  @Optional()
  trigger_id?: string;

  /** Only events fired by this source. */
  @IsIn(EVENT_SOURCES)
  @Optional()
  source?: EventSource;

  /** Only events of this status. */
  @IsIn(EVENT_STATUSES)
  @Optional()
  status?: EventStatus;

  /** Whether archived ones are left out (the default), the only ones, or all. */
  @IsIn(['true', 'false', 'all'])
  @Optional()
  archived?: 'true' | 'false' | 'all';

  /** `true`: only events on hold. */
  @IsIn(['true'])
  @Optional()
  hold?: 'true';

  /** Only events fired at this time or later. */
  @IsInstant()
  @Optional()
  since?: string;

  /** Only events fired before this time. */
  @IsInstant()
  @Optional()
  until?: string;

  /** `key:value`; may be given several times, and all have to fit. */
  @IsLabelFilter()
  @Optional()
  label?: string | string[];

  /** Only events whose payload, as JSON without spaces, has this in it, in any case; at most 200 characters. A page may be short and yet go on. */
  @rule(
    'isSearch',
    'must be at most 200 characters',
    (value) => typeof value === 'string' && value.length <= 200,
  )
  @Optional()
  q?: string;
}

type Narrowing = Omit<EventQuery, keyof ListQuery>;

/** Query parameters as a `dto`, and as the filter that they say. Throws `invalid` with every fault. */
export function validEventQuery<T extends Narrowing>(
  dto: DtoClass<T>,
  query: unknown,
): T & { filter: EventFilter } {
  const { payload, others, faults } = splitPayloadQuery(query);
  if (faults.length > 0) throw invalid([...faults, ...faultsOf(dto, others)]);
  const valid = validQuery(dto, others);
  return { ...valid, filter: { ...eventFilter(valid), ...(payload.length > 0 && { payload }) } };
}

function eventFilter({
  trigger_id,
  source,
  status,
  archived,
  hold,
  since,
  until,
  label,
  q,
}: Narrowing): EventFilter {
  return {
    archived: archived ?? 'false',
    ...(hold && { held: true }),
    ...(trigger_id && { trigger_id }),
    ...(source && { source }),
    ...(status && { status }),
    ...(since && { since: new Date(since) }),
    ...(until && { until: new Date(until) }),
    ...(label !== undefined && { labels: labelsOf(label) }),
    ...(q && { q }),
  };
}
