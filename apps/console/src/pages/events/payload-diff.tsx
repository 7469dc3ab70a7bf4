import { Table, Text } from '@mantine/core';
import type { Difference } from './diff';
import classes from './compare.module.css';

const MOST = 500;

/** Differences by path. */
export function PayloadDiff({ differences }: { differences: Difference[] }) {
  if (differences.length === 0) return <Text size="sm">Nothing: the payloads are the same.</Text>;
  return (
    <>
      <Table.ScrollContainer minWidth={480}>
        <Table className={classes.diff}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Path</Table.Th>
              <Table.Th>How</Table.Th>
              <Table.Th>First</Table.Th>
              <Table.Th>Second</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differences.slice(0, MOST).map((difference) => (
              <Table.Tr key={difference.path}>
                <Table.Td>
                  <code>{difference.path || '(all of it)'}</code>
                </Table.Td>
                <Table.Td className={classes[difference.kind]}>{difference.kind}</Table.Td>
                <Table.Td>{valueOf(difference, 'before')}</Table.Td>
                <Table.Td>{valueOf(difference, 'after')}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {differences.length > MOST && (
        <Text size="sm" c="dimmed">
          and {(differences.length - MOST).toLocaleString('en')} more
        </Text>
      )}
    </>
  );
}

const valueOf = (difference: Difference, side: 'before' | 'after') =>
  side in difference ? <code>{JSON.stringify(difference[side])}</code> : '–';
