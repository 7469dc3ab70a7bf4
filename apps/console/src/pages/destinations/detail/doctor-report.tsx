import { Stack, Table, Text } from '@mantine/core';
import type { Doctor } from '../../../api/types';
import { Status } from '../../../ui/status';

/** Each check of the doctor: what was sent, what a correct receiver does, what this one did. */
export function DoctorReport({ of: { checks } }: { of: Doctor }) {
  const bad = checks.filter(({ ok }) => !ok).length;
  return (
    <Stack gap="xs">
      <Text size="sm" role="status">
        {bad === 0
          ? `All ${checks.length} checks are well: it receives as it should.`
          : `${bad} of ${checks.length} checks are not well.`}
      </Text>
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing={6} fz="sm" aria-label="Checks of the doctor">
          <Table.Thead>
            <Table.Tr>
              {['Check', 'Sent', 'Expected', 'Got', 'Result'].map((name) => (
                <Table.Th key={name} scope="col">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {checks.map(({ name, sent, expected, got, ok }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={500}>
                  {name.replaceAll('_', ' ')}
                </Table.Th>
                <Table.Td>{sent}</Table.Td>
                <Table.Td>{expected}</Table.Td>
                <Table.Td>{got}</Table.Td>
                <Table.Td>
                  <Status of={ok ? 'well' : 'not well'} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
