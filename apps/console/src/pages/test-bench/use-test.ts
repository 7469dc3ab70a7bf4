import { useState } from 'react';
import type { Event, EventWithDeliveries } from '../../api/types';
import { refetch } from '../../api/query-client';
import { useFeed } from '../../live/use-feed';
import { useAct } from '../../ui/use-act';
import { usePastTests, type PastTest } from './use-past-tests';

/** One press of the button. */
interface Test {
  /** Of what is tried. */
  name: string;
  /** Null of a draft. */
  triggerId: string | null;
  payload: Record<string, unknown>;
  send: () => Promise<EventWithDeliveries>;
}

export interface Bench {
  send: (test: Test, onRefused?: (failure: unknown) => void) => void;
  /** Sent, and not yet known to be committed. */
  isWaiting: boolean;
  failure: unknown;
  /** For what is tried next. */
  reset: () => void;
  past: PastTest[];
}

/**
 * Sends tests. The api answers one when its deliveries have ended, or after 15 s; the feed tells of its event at once,
 * and of each delivery.
 * @param shown the event of the test that is looked at
 */
export function useTest(shown: string | undefined, show: (id: string) => void): Bench {
  const { past, remember } = usePastTests();
  const [waiting, setWaiting] = useState<Test>();
  const sending = useAct((test: Test) => test.send(), { quiet: true, changes: ['/events'] });

  const begun = ({ name }: Test, id: string) => {
    setWaiting(undefined);
    // the answer comes after the feed, and by then one may be looking at another test
    if (remember({ id, name })) show(id);
  };
  useFeed({
    filter: { source: 'test' },
    onMessage: (message) => {
      if (message.kind === 'event') {
        if (waiting && isOf(waiting, message.event)) begun(waiting, message.event.id);
      } else if (message.kind === 'reset' || message.delivery.event_id === shown)
        void refetch('/events/{id}');
    },
  });
  return {
    send: (test, onRefused) => {
      setWaiting(test);
      sending.mutate(test, {
        onSuccess: ({ id }) => begun(test, id),
        onError: (failure) => {
          setWaiting(undefined);
          onRefused?.(failure);
        },
      });
    },
    isWaiting: waiting !== undefined,
    failure: sending.error,
    reset: () => {
      sending.reset();
      setWaiting(undefined);
    },
    past,
  };
}

/** Others test, too: what says the same at the same moment is taken for ours until the answer names it. */
const isOf = ({ name, triggerId, payload }: Test, event: Event): boolean =>
  event.trigger_id === triggerId &&
  (triggerId !== null || event.trigger_name === name) &&
  JSON.stringify(event.payload) === JSON.stringify(payload);
