import type { JobsOptions } from 'bullmq';
import type { DeliveryRef } from '../recording/firing.js';

/** The queue between the api and the workers. Its name, its jobs and what they carry are declared here alone. */
export const DELIVERIES_QUEUE = 'deliveries';

const DELIVER_JOB = 'deliver';
/** Tells a worker that something waits in a lane. It may be lost: lanes are looked at every second. */
export const LANES_JOB = 'lanes';

/** `[bucket, event_id, id, dispatch]` of each delivery: keys, not rows, since PostgreSQL has the truth. */
export interface DeliverJob {
  deliveries: [number, string, string, number][];
  /** The dispatcher has found room for them in metered lanes; others of such a lane are given back to it. */
  granted?: true;
}

/**
 * One job carries the deliveries of one flush, up to this many: the queue's cost is per job. Each is checked, sent and
 * recorded by itself.
 */
const DELIVERIES_PER_JOB = 20;

/** PostgreSQL counts attempts and keeps what is unfinished, so a job is tried once and leaves nothing behind. */
const OPTIONS: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/** A job's id names its first delivery's hand-over, so the same hand-over twice is one job. */
export function deliverJobs(refs: DeliveryRef[]) {
  return [
    ...jobsOf(refs.filter(({ granted }) => !granted)),
    ...jobsOf(
      refs.filter(({ granted }) => granted),
      true,
    ),
  ];
}

function jobsOf(refs: DeliveryRef[], granted = false) {
  const jobs: { name: typeof DELIVER_JOB; data: DeliverJob; opts: JobsOptions }[] = [];
  for (let from = 0; from < refs.length; from += DELIVERIES_PER_JOB) {
    const chunk = refs.slice(from, from + DELIVERIES_PER_JOB);
    jobs.push({
      name: DELIVER_JOB,
      data: {
        deliveries: chunk.map(({ bucket, event_id, id, dispatch }) => [bucket, event_id, id, dispatch]),
        ...(granted && { granted }),
      },
      opts: { ...OPTIONS, jobId: `${chunk[0]!.id}-${chunk[0]!.dispatch}` },
    });
  }
  return jobs;
}

/**
 * However often it is added, one waits: without a worker they would pile up before the deliveries. One more follows the
 * one that is being taken, whose turn may have begun before there was something.
 */
export function lanesJob() {
  const data: DeliverJob = { deliveries: [] };
  const opts: JobsOptions = { ...OPTIONS, deduplication: { id: LANES_JOB, keepLastIfActive: true } };
  return { name: LANES_JOB, data, opts };
}

export function refsOf({ deliveries, granted }: DeliverJob): DeliveryRef[] {
  return deliveries.map(([bucket, event_id, id, dispatch]) => {
    return { bucket, event_id, id, dispatch, ...(granted && { granted }) };
  });
}
