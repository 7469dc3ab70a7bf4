import { Table, Text } from '@mantine/core';
import classes from './headers-table.module.css';

interface Props {
  label: string;
  headers: string[][];
}

/** Headers as they were on the wire, in their order. */
export function HeadersTable({ label, headers }: Props) {
  return (
    <Table className={classes.table} aria-label={label} verticalSpacing={2} horizontalSpacing="xs" fz={12.5}>
      <Table.Tbody>
        {headers.map(([name, value], index) => (
          <Table.Tr key={index} className={name?.startsWith('webhook-') ? classes.signed : undefined}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td>
              {value}
              {value === HIDDEN && (
                <Text span size="xs" c="dimmed" data-note>
                  {' '}
                  (was sent, is not shown)
                </Text>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const HIDDEN = '••••';
