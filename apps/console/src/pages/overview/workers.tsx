import { Alert, Stack, Table } from '@mantine/core';
import type { Stats } from '../../api/types';
import { Section } from '../../ui/section';
import { When } from '../../ui/when';

const ROLES = ['scheduler', 'delivery', 'maintenance'] as const;

/** The workers that are there; a role that nobody has is said before anything else. */
export function Workers({ of: { workers, counted_at } }: { of: Stats }) {
  const missing = ROLES.filter((role) => !workers.some(({ roles }) => roles.includes(role)));
  return (
    <Section title="Workers">
      <Stack gap="sm">
        {missing.length > 0 && (
          <Alert color="red" title={`No worker of the role ${missing.join(', ')}`}>
            Nothing is lost: it waits until one is started (<code>npm run start:worker</code>).
            {missing.includes('maintenance') && (
              <>
                {' '}
                The figures above were counted <When at={counted_at} />.
              </>
            )}
          </Alert>
        )}
        {workers.length > 0 && (
          <Table verticalSpacing={4} fz="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Worker</Table.Th>
                <Table.Th scope="col">Does</Table.Th>
                <Table.Th scope="col">Started</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {workers.map(({ id, name, roles, started_at }) => (
                <Table.Tr key={id}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td>{roles.join(', ')}</Table.Td>
                  <Table.Td>
                    <When at={started_at} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Stack>
    </Section>
  );
}
