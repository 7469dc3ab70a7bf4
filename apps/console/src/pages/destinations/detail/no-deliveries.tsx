import type { Delivery } from '../../../api/types';
import { curl } from '../../../ui/curl';
import { NothingYet } from '../../../ui/nothing-yet';

interface Props {
  /** The id of the destination. */
  to: string;
  status: Delivery['status'] | undefined;
}

/** Why no delivery is listed, and how one is made. */
export function NoDeliveries({ to, status }: Props) {
  if (status === undefined)
    return (
      <NothingYet
        text="Nothing was sent to it yet. Give it to a trigger, and fire that; or send it an event by hand."
        curl={curl('POST', '/events', { payload: { hello: 'world' }, destinations: [to] })}
      />
    );
  return (
    <NothingYet
      text={
        status === 'dead'
          ? 'No delivery to it is dead. One is when its tries are used up, or when the answer is final; it is sent again from here.'
          : `No delivery to it is ${status}.`
      }
      curl={curl('GET', `/deliveries?destination_id=${to}&status=${status}`)}
    />
  );
}
