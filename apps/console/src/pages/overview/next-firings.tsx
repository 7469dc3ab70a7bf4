import { Group, Stack, Text } from '@mantine/core';
import type { Stats } from '../../api/types';
import { curl } from '../../ui/curl';
import { NothingYet } from '../../ui/nothing-yet';
import { Section } from '../../ui/section';
import { TextLink } from '../../ui/text-link';
import { When } from '../../ui/when';

/** What fires next by itself. */
export function NextFirings({ of: { next_firings } }: { of: Stats }) {
  return (
    <Section title="Next firings" actions={<TextLink to="/calendar">the next 24 hours</TextLink>}>
      {next_firings.length === 0 && (
        <NothingYet
          text="Nothing is going to fire by itself. A trigger with a schedule does, as a beat each quarter of an hour."
          curl={curl('POST', '/triggers', { name: 'Beat', trigger_type: 'scheduled', every: '15m' })}
        />
      )}
      <Stack gap={6}>
        {next_firings.map(({ trigger_id, name, at }) => (
          <Group key={trigger_id} justify="space-between" wrap="nowrap" gap="md">
            <TextLink to="/triggers/$id" params={{ id: trigger_id }} size="sm" truncate>
              {name}
            </TextLink>
            <Text size="sm" flex="none">
              <When at={at} />
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
