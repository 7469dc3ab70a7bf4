import { Table } from '@mantine/core';
import type { Step } from '../../api/types';
import { curl } from '../../ui/curl';
import { NothingYet } from '../../ui/nothing-yet';
import { duration } from '../../ui/time';
import { When } from '../../ui/when';

/** The figures of each step in which something happened, latest first. */
export function StepTable({ of: series }: { of: Step[] }) {
  const some = series.filter(
    ({ fired, delivered, dead, failed_attempts }) => fired + delivered + dead + failed_attempts > 0,
  );
  if (some.length === 0)
    return <NothingYet text="Nothing has happened in this time." curl={curl('GET', '/stats')} />;
  return (
    <Table.ScrollContainer minWidth={560} maxHeight={420}>
      <Table stickyHeader verticalSpacing={4} fz="sm">
        <Table.Thead>
          <Table.Tr>
            {['From', 'Events', 'Delivered', 'Failed attempts', 'Dead', 'Lag p95'].map((name) => (
              <Table.Th key={name} scope="col">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {some.toReversed().map(({ at, fired, delivered, failed_attempts, dead, lag_ms }) => (
            <Table.Tr key={at}>
              <Table.Td>
                <When at={at} />
              </Table.Td>
              <Table.Td>{fired.toLocaleString('en')}</Table.Td>
              <Table.Td>{delivered.toLocaleString('en')}</Table.Td>
              <Table.Td>{failed_attempts.toLocaleString('en')}</Table.Td>
              <Table.Td>{dead.toLocaleString('en')}</Table.Td>
              <Table.Td>{duration(lag_ms.p95)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
