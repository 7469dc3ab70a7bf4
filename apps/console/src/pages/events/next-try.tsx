import type { Delivery } from '../../api/types';
import { useNow } from '../../ui/use-now';
import { When } from '../../ui/when';
import classes from './delivery.module.css';

/** From then on a try is not late by chance: the destination has a limit, or more before it. */
const OVERDUE = 10_000;

/** When a delivery is tried next, counting down; what can be done for one that is dead. */
export function NextTry({ delivery: { status, next_attempt_at, attempts } }: { delivery: Delivery }) {
  const now = useNow();
  if (status === 'dead')
    return (
      <li className={classes.next}>
        Nobody tries it again by itself. Once its receiver is mended, retry it or replay the event.
      </li>
    );
  if (status !== 'pending') return null;
  const what = attempts.length === 0 ? 'First try' : 'Next try';
  return (
    <li className={classes.next}>
      {next_attempt_at === null ? (
        'Waits until its destination is turned on'
      ) : Date.parse(next_attempt_at) <= now - OVERDUE ? (
        `${what} is due: it waits for its turn at the destination`
      ) : Date.parse(next_attempt_at) <= now ? (
        `${what} any moment now`
      ) : (
        <>
          {what} <When at={next_attempt_at} />
        </>
      )}
    </li>
  );
}
