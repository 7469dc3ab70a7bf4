import type { Stats } from '../../api/types';
import { Facts } from '../../ui/facts';
import { Section } from '../../ui/section';

/** Deliveries that have not ended, by what they wait for. */
export function Queue({ of: { queue } }: { of: Stats }) {
  const count = (value: number) =>
    `${value.toLocaleString('en')}${queue.at_least && value >= 10_000 ? ' or more' : ''}`;
  return (
    <Section title="Open deliveries">
      <Facts
        of={{
          'with the workers': count(queue.handed_over),
          'waiting for their destination': count(queue.waiting),
          'to be tried again': count(queue.retrying),
          'parked (destination off)': count(queue.parked),
        }}
      />
    </Section>
  );
}
