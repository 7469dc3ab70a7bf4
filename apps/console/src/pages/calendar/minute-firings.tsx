import { Table } from '@mantine/core';
import { curl } from '../../ui/curl';
import { NothingYet } from '../../ui/nothing-yet';
import { clockTime } from '../../ui/time';
import { PagedTable } from '../../ui/paged-table';
import { FiresAt, FiringDelay, FiringSchedule, FiringTrigger } from './firing-cells';
import { useComing } from './use-coming';

const MINUTE = 60_000;
const PAGE = 20;

interface Props {
  /** The start of the minute, ISO 8601. */
  minute: string;
  /** How many firings the forecast expects in it. */
  expected: number;
}

/** Which triggers fire in a minute. */
export function MinuteFirings({ minute, expected }: Props) {
  const until = new Date(Date.parse(minute) + MINUTE).toISOString();
  const firings = useComing({ from: minute, until }, { limit: PAGE, live: true });
  return (
    <PagedTable
      list={firings}
      head={['Fires', 'Trigger', 'Schedule', 'Jitter']}
      minWidth={480}
      empty={
        <NothingYet
          text={
            expected > 0
              ? 'No firing comes in this very minute: one with a jitter is forecast in shares, over all minutes that it may come in.'
              : 'No trigger fires in this minute.'
          }
          curl={curl('GET', `/forecast/occurrences?from=${minute}&until=${until}`)}
        />
      }
      row={(firing) => (
        <Table.Tr key={firing.trigger_id + firing.scheduled_for}>
          <Table.Td>
            <FiresAt of={firing} show={clockTime} />
          </Table.Td>
          <Table.Td>
            <FiringTrigger of={firing} inRow={false} />
          </Table.Td>
          <Table.Td>
            <FiringSchedule of={firing} />
          </Table.Td>
          <Table.Td>
            <FiringDelay of={firing} />
          </Table.Td>
        </Table.Tr>
      )}
    />
  );
}
