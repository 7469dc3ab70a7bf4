import { Button, Group, NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { answerOf, client } from '../../../api/client';
import { faultsOf } from '../../../api/problem';
import type { Destination, ReplayStarted } from '../../../api/types';
import { useMay } from '../../../app/me';
import { Confirm } from '../../../ui/confirm';
import { Failure } from '../../../ui/failure';
import { faultAt } from '../../../ui/faults';
import { InstantInput } from '../../../ui/instant-input';
import { Section } from '../../../ui/section';
import { useAct } from '../../../ui/use-act';
import { countInWords, filterOf, replayTakes, type ReplayPlan } from './replay-plan';
import { useReplayCount } from './use-replay-count';

/** Sends dead letters again: counted first, at a rate, and followed on the page of the replay. */
export function ReplayDead({ of: { id, name, enabled, circuit } }: { of: Destination }) {
  const may = useMay('fire');
  const navigate = useNavigate();
  const [plan, setPlan] = useState<ReplayPlan>({ since: '', until: '', max: 50, per: '1s' });
  const set = (change: Partial<ReplayPlan>) => setPlan((before) => ({ ...before, ...change }));
  const count = useReplayCount(filterOf(id, plan), may);
  const start = useAct(
    () => {
      const body = { filter: filterOf(id, plan), rate: { max: Number(plan.max), per: plan.per } };
      // without `dry_run` the answer is that of a replay that begins
      return answerOf(client.POST('/events/replay', { body })) as Promise<ReplayStarted>;
    },
    {
      quiet: true,
      changes: ['/replays', '/deliveries'],
      onDone: ({ replay_id }) => void navigate({ to: '/replays/$id', params: { id: replay_id } }),
    },
  );
  const faults = { ...faultsOf(count.error), ...faultsOf(start.error) };
  const told = Object.keys(faults).length > 0;
  const takes = count.data && replayTakes(count.data, plan);
  return (
    <Section title="Send dead letters again">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
          <InstantInput
            label="Fired from"
            description="Empty: from the first."
            value={plan.since}
            error={faultAt(faults, '/filter/since')}
            onChange={(since) => set({ since })}
          />
          <InstantInput
            label="Fired before"
            description="Empty: to the last."
            value={plan.until}
            error={faultAt(faults, '/filter/until')}
            onChange={(until) => set({ until })}
          />
          <NumberInput
            label="At most"
            description="Deliveries, 1 to 10,000."
            allowDecimal={false}
            allowNegative={false}
            value={plan.max}
            error={faultAt(faults, '/rate/max')}
            onChange={(max) => set({ max })}
          />
          <TextInput
            label="Within"
            description="1s to 1h."
            value={plan.per}
            error={faultAt(faults, '/rate/per') ?? faults['/rate']}
            onChange={(event) => set({ per: event.currentTarget.value })}
          />
        </SimpleGrid>
        {!told && <Failure of={start.error ?? count.error} />}
        <Group gap="md">
          <Confirm
            title={`Send ${count.data ? countInWords(count.data) : ''} again?`}
            verb="Send again"
            onConfirm={() => start.mutate(undefined)}
            target={(open) => (
              <Button
                leftSection={<RotateCw size={15} />}
                disabled={!may || !count.data || count.data.matched === 0}
                loading={start.isPending}
                onClick={open}
              >
                Send again …
              </Button>
            )}
          >
            <Text size="sm">
              Their deliveries go to {name} once more, at most {plan.max} within {plan.per}
              {takes && `, which takes ${takes}`}. It can be paused and cancelled on the way.
            </Text>
            {(!enabled || circuit.state !== 'closed') && (
              <Text size="sm" fw={600} mt="xs">
                {enabled ? 'Its circuit is not closed' : 'It is off'}: mend that first, or they wait or fail
                again.
              </Text>
            )}
          </Confirm>
          <Text size="sm" role="status">
            {!may
              ? 'Sending again needs the scope fire, which you do not have.'
              : count.data
                ? `${countInWords(count.data)} ${count.data.matched > 1 ? 'have' : 'has'} a dead delivery to it${takes && count.data.matched > 0 ? `: ${takes}` : ''}.`
                : count.isPending
                  ? 'Counting …'
                  : ''}
          </Text>
        </Group>
      </Stack>
    </Section>
  );
}
