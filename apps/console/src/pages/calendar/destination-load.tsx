import { Progress, Table } from '@mantine/core';
import type { Forecast } from '../../api/types';
import { DestinationName } from '../../ui/destination-name';
import { Section } from '../../ui/section';
import { firingsInWords } from './heat';

const SHOWN = 10;

/** Which destinations the next 24 hours go to. */
export function DestinationLoad({ of: { by_destination, other_destinations } }: { of: Forecast }) {
  const all = Object.entries(by_destination as Record<string, number>).sort(([, a], [, b]) => b - a);
  const most = all[0]?.[1] ?? 0;
  if (all.length === 0) return null;
  const rest = all.slice(SHOWN).reduce((sum, [, firings]) => sum + firings, other_destinations.firings);
  return (
    <Section title="By destination">
      <Table verticalSpacing={6} fz="sm">
        <Table.Tbody>
          {all.slice(0, SHOWN).map(([id, firings]) => (
            <Table.Tr key={id}>
              <Table.Td w="40%">
                <DestinationName id={id} />
              </Table.Td>
              <Table.Td>
                <Progress value={(100 * firings) / most} aria-label={firingsInWords(firings)} />
              </Table.Td>
              <Table.Td w={120}>{firingsInWords(firings)}</Table.Td>
            </Table.Tr>
          ))}
          {rest > 0 && (
            <Table.Tr>
              <Table.Td>
                {(other_destinations.destinations + Math.max(0, all.length - SHOWN)).toLocaleString('en')}{' '}
                others
              </Table.Td>
              <Table.Td />
              <Table.Td>{firingsInWords(rest)}</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
