import { invalid, type Fault } from '@app/errors';
import type { ComingWindow } from './coming.repository.js';

const DAY_MS = 86_400_000;
/** Nobody asks further ahead, and counting runs up to there takes its time. */
const FURTHEST_DAYS = 366;

export interface ComingFilter {
  /** The present minute if it is not said, and never before that. */
  from?: Date;
  /** 24 hours after `from` if it is not said. */
  until?: Date;
  triggerId?: string;
  destinationId?: string;
}

/** Which firings a filter means. `origin` is the start of the present minute. Throws `invalid` for what cannot be. */
export function comingWindow(projectId: string, filter: ComingFilter, origin: Date): ComingWindow {
  const from = filter.from && filter.from > origin ? filter.from : origin;
  const until = filter.until ?? new Date(from.getTime() + DAY_MS);
  const furthest = new Date(origin.getTime() + FURTHEST_DAYS * DAY_MS);
  const faults: Fault[] = [];
  if (filter.from && filter.from > furthest)
    faults.push({ pointer: '/from', detail: `must be at most ${FURTHEST_DAYS} days from now` });
  else if (filter.until && filter.until > furthest)
    faults.push({ pointer: '/until', detail: `must be at most ${FURTHEST_DAYS} days from now` });
  if (filter.from && filter.until && filter.until <= filter.from)
    faults.push({ pointer: '/until', detail: 'must be later than from' });
  if (faults.length > 0) throw invalid(faults);
  return {
    projectId,
    triggerId: filter.triggerId ?? null,
    destinationId: filter.destinationId ?? null,
    from,
    until,
    withOverdue: from <= origin,
  };
}
