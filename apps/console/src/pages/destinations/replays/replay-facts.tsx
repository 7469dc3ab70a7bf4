import type { Replay } from '../../../api/types';
import { DestinationName } from '../../../ui/destination-name';
import { Facts } from '../../../ui/facts';
import { TextLink } from '../../../ui/text-link';
import { When } from '../../../ui/when';

/** Which events a replay is about, where they go, and how fast. */
export function ReplayFacts({ of: replay }: { of: Replay }) {
  const { filter, destinations, rate, created_at, started_at, finished_at } = replay;
  return (
    <Facts
      of={{
        status: filter.status === 'all' ? 'any that has ended' : filter.status,
        destination: filter.destination_id ? <DestinationName id={filter.destination_id} /> : undefined,
        trigger: filter.trigger_id ? (
          <TextLink to="/triggers/$id" params={{ id: filter.trigger_id }}>
            {filter.trigger_id}
          </TextLink>
        ) : undefined,
        source: filter.source,
        labels: filter.label?.join(', '),
        'fired from': filter.since && <When at={filter.since} />,
        'fired before': filter.until && <When at={filter.until} />,
        archived: filter.archived === 'all' ? undefined : String(filter.archived),
        'goes to':
          destinations === null
            ? 'where it went'
            : destinations.map((id) => (
                <div key={id}>
                  <DestinationName id={id} />
                </div>
              )),
        rate: `at most ${rate.max.toLocaleString('en')} within ${rate.per}`,
        'asked for': <When at={created_at} />,
        began: <When at={started_at} none="not yet" />,
        ended: <When at={finished_at} none="not yet" />,
      }}
    />
  );
}
