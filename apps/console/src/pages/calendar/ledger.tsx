import { Box } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { curl } from '../../ui/curl';
import { inPlace } from '../../ui/in-place';
import { NothingYet } from '../../ui/nothing-yet';
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
            ...inPlace,
          })
        }
      />
      <Box mt="sm">
        {trigger === undefined ? (
          <NothingYet
            text="Choose a trigger: each instant of its schedule is here with what became of it."
            curl={curl('GET', '/triggers/<id>/occurrences')}
          />
        ) : (
          <Occurrences triggerId={trigger} height="420px" />
        )}
      </Box>
    </Section>
  );
}
