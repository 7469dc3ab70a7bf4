import { Table, Text } from '@mantine/core';
import { Status } from '../../../ui/status';
import type { PlanStep } from './plan';
import { InBothZones } from '../times';

/** Which of the next occurrences a change would add, lose and keep. */
export function PlanTable({ steps, zone }: { steps: PlanStep[]; zone: string | undefined }) {
  if (steps.length === 0)
    return (
      <Text size="sm" c="dimmed">
        With this change nothing is ahead of it.
      </Text>
    );
  return (
    <Table aria-label="What the change does to the next firings" verticalSpacing={3} fz="sm">
      <Table.Tbody>
        {steps.map(({ at, change }) => (
          <Table.Tr key={at}>
            <Table.Td w={64}>
              <Status of={change} />
            </Table.Td>
            <Table.Td td={change === 'lost' ? 'line-through' : undefined}>
              <InBothZones at={at} zone={zone} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
