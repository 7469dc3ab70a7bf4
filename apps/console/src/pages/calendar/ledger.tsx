import { Box, Text } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Section } from '../../ui/section';
import { TriggerPicker } from '../../ui/trigger-picker';

import { Occurrences } from '../triggers/occurrences';

const page = getRouteApi('/shell/calendar');

/** "Why didn't it fire?": what became of each occurrence of a trigger. */
export function Ledger() {
  const { trigger } = page.useSearch();
  const navigate = useNavigate();
  return (
    <Section title="Why didn’t it fire?">
      <TriggerPicker
        label="Trigger"
        value={trigger}
        onChange={(id) =>
          void navigate({
            to: '/calendar',
            search: (kept) => ({ ...kept, trigger: id }),
            replace: true,
          })
        }
      />
      {trigger === undefined ? (
        <Text size="sm" c="dimmed" mt="sm">
          Choose a trigger: each instant of its schedule is here with what became of it.
        </Text>
      ) : (
        <Box mt="sm">
          <Occurrences triggerId={trigger} height="420px" />
        </Box>
      )}
    </Section>
  );
}
