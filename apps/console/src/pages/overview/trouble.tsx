import { Group, Stack, Text } from '@mantine/core';
import type { Stats } from '../../api/types';
import { curl } from '../../ui/curl';
import { NothingYet } from '../../ui/nothing-yet';
import { Section } from '../../ui/section';
import { Status } from '../../ui/status';
import { TextLink } from '../../ui/text-link';

/** Destinations that somebody should look at. */
export function Trouble({ of: { destinations_in_trouble: troubled } }: { of: Stats }) {
  return (
    <Section title="Destinations in trouble">
      {troubled.length === 0 && (
        <NothingYet
          text="None: whatever is sent arrives."
          curl={curl('GET', '/destinations?in_trouble=true')}
        />
      )}
      <Stack gap="xs">
        {troubled.map(({ id, name, enabled, disabled_reason, circuit, dead_last_hour }) => (
          <div key={id}>
            <Group gap="xs">
              <TextLink to="/destinations/$id" params={{ id }} size="sm" fw={600}>
                {name}
              </TextLink>
              {!enabled && <Status of="off" />}
              {circuit.state !== 'closed' && <Status of={circuit.state} />}
              {dead_last_hour > 0 && (
                <Text size="sm" c="var(--tone-bad)">
                  {dead_last_hour.toLocaleString('en')} dead in the last hour
                </Text>
              )}
            </Group>
            <Text size="sm" c="dimmed">
              {disabled_reason ?? circuit.reason}
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  );
}
