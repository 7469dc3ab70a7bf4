import { Button, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { Listed } from './listed';
import type { usePages } from './use-pages';

interface Props<Row> {
  list: ReturnType<typeof usePages<Row>>;
  head: string[];
  row: (row: Row) => ReactNode;
  /** What is shown where there is nothing. */
  empty: ReactNode;
  minWidth?: number;
}

/** A short list of the api as a table: loading, empty, failed, and with a button for what comes next. */
export function PagedTable<Row>({ list, head, row, empty, minWidth = 560 }: Props<Row>) {
  return (
    <Listed of={list} empty={empty}>
      <Table.ScrollContainer minWidth={minWidth}>
        <Table verticalSpacing={6} fz="sm">
          <Table.Thead>
            <Table.Tr>
              {head.map((name) => (
                <Table.Th key={name} scope="col">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>{list.rows.map(row)}</Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {list.hasNextPage && (
        <Button variant="default" size="xs" mt="sm" loading={list.isFetchingNextPage} onClick={list.more}>
          More
        </Button>
      )}
    </Listed>
  );
}
