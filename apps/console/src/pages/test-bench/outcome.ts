import type { Delivery } from '../../api/types';

interface Outcome {
  title: string;
  text: string;
  bad: boolean;
}

/** How a delivery ended, or what it waits for after a try; undefined while its first try is ahead or one is under way. */
export function outcomeOf({ status, attempts, next_attempt_at }: Delivery): Outcome | undefined {
  if (status === 'delivered') return { title: 'Delivered', text: 'Nothing more is sent.', bad: false };
  if (status === 'cancelled')
    return { title: 'Cancelled', text: 'Somebody gave it up, or its destination is gone.', bad: true };
  if (status === 'dead')
    return {
      title: 'Dead',
      text: 'Its tries are used up, or the answer was final. It waits for a retry or a replay.',
      bad: true,
    };
  return attempts.length > 0 && next_attempt_at !== null
    ? { title: `Try ${attempts.at(-1)!.number + 1} is due`, text: '', bad: false }
    : undefined;
}
