import { isUuid, parseDuration } from '@app/clock';
import type { ReplayRequest } from '@app/deliveries';
import { invalid, type Fault } from '@app/errors';
import { labelsOf } from '../validation/list.dto.js';
import { faultsOf, isObject } from '../validation/validate.js';
import { BulkReplayDto, MOST_DESTINATIONS, type ReplayFilterDto, type ReplayRateDto } from './replay.dto.js';

const DEFAULT_RATE = { max: 50, per: '1s' };
const MOST_A_SECOND = 1000;

/** A request body as a replay; `now` in ms since the epoch. Throws `invalid` with every fault. */
export function validReplay(body: unknown, now: number): ReplayRequest & { dry_run: boolean } {
  const faults = faultsOf(BulkReplayDto, body ?? {});
  if (isObject(body)) faults.push(...destinationFaults(body['destinations']));
  if (faults.length > 0) throw invalid(faults);
  const { filter, destinations, rate = DEFAULT_RATE, dry_run = false } = body as BulkReplayDto;
  const combined = [...filterFaults(filter, now), ...rateFaults(rate)];
  if (combined.length > 0) throw invalid(combined);
  return { filter: filterOf(filter), rate, dry_run, ...(destinations && { destinations }) };
}

function destinationFaults(destinations: unknown): Fault[] {
  if (!Array.isArray(destinations)) return [];
  return destinations
    .slice(0, MOST_DESTINATIONS)
    .flatMap((id: unknown, index) =>
      isUuid(id) ? [] : [{ pointer: `/destinations/${index}`, detail: 'must be the id of a destination' }],
    );
}

function filterFaults({ since, until, status, destination_id }: ReplayFilterDto, now: number): Fault[] {
  const faults: Fault[] = [];
  if (since !== undefined && Date.parse(since) > now)
    faults.push({
      pointer: '/filter/since',
      detail: 'must not lie in the future: only past events are replayed',
    });
  if (since !== undefined && until !== undefined && Date.parse(until) <= Date.parse(since))
    faults.push({ pointer: '/filter/until', detail: 'must be later than since' });
  if (status === 'recorded' && destination_id !== undefined)
    faults.push({
      pointer: '/filter/destination_id',
      detail: 'cannot go with the status recorded, which is that of events without a destination',
    });
  return faults;
}

function rateFaults({ max, per }: ReplayRateDto): Fault[] {
  return max * 1000 > MOST_A_SECOND * parseDuration(per)!
    ? [{ pointer: '/rate/max', detail: `comes to more than ${MOST_A_SECOND} deliveries a second` }]
    : [];
}

function filterOf({
  status = 'dead',
  archived = 'all',
  label,
  ...rest
}: ReplayFilterDto): ReplayRequest['filter'] {
  return {
    ...rest,
    status,
    archived: archived === 'all' ? 'all' : String(archived) === 'true',
    ...(label !== undefined && { labels: labelsOf(label) }),
  };
}
