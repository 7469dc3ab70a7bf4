import { Table, Text } from '@mantine/core';
import type { Forecast } from '../../api/types';
import { Section } from '../../ui/section';
import { When } from '../../ui/when';
import { firingsInWords } from './heat';
import { PeakText } from './peak-text';

/** The minutes that stand out, with what would thin them out. */
export function Peaks({ of: { peaks } }: { of: Forecast }) {
  if (peaks.length === 0) return null;
  return (
    <Section title="Peaks">
      <Text size="sm" c="dimmed" mb="xs">
        Minutes with far more firings than is usual. A jitter spreads them without changing what they are
        named after.
      </Text>
      <Table.ScrollContainer minWidth={560}>
        <Table verticalSpacing={6} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">When</Table.Th>
              <Table.Th scope="col">Firings</Table.Th>
              <Table.Th scope="col">Usual</Table.Th>
              <Table.Th scope="col">Why, and what helps</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {peaks.map((peak) => (
              <Table.Tr key={peak.at}>
                <Table.Td>
                  <When at={peak.at} />
                  {peak.minutes > 1 && `, ${peak.minutes} min`}
                </Table.Td>
                <Table.Td>{firingsInWords(peak.firings)}</Table.Td>
                <Table.Td>{Math.round(peak.usual).toLocaleString('en')}</Table.Td>
                <Table.Td>
                  <PeakText of={peak} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
