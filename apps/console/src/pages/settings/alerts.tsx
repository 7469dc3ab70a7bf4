import { Button, MultiSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { $api, answerOf, client } from '../../api/client';
import { useMay } from '../../app/me';
import { faultsOf } from '../../api/problem';
import { ButtonLink } from '../../ui/button-link';
import { curl } from '../../ui/curl';
import { Failure } from '../../ui/failure';
import { Loading } from '../../ui/loading';
import { NothingYet } from '../../ui/nothing-yet';
import { Section } from '../../ui/section';
import { useAct } from '../../ui/use-act';

/** Where the project is told of what went wrong. */
export function Alerts() {
  const may = useMay('manage');
  const alerts = $api.useQuery('get', '/alerts', {});
  const destinations = $api.useQuery('get', '/destinations', { params: { query: { limit: 200 } } });
  const [draft, setDraft] = useState<string[]>();
  const save = useAct((ids: string[]) => answerOf(client.PUT('/alerts', { body: { destinations: ids } })), {
    changes: ['/alerts'],
    done: 'Saved.',
    onDone: () => setDraft(undefined),
  });
  if (!alerts.data || !destinations.data) {
    const failure = alerts.error ?? destinations.error;
    return failure ? <Failure of={failure} /> : <Loading of="the alerts" height={160} />;
  }
  const names = new Map(destinations.data.data.map(({ id, name }) => [id, name]));
  for (const { id, name } of alerts.data.destinations) names.set(id, name);
  const chosen = draft ?? alerts.data.destinations.map(({ id }) => id);
  return (
    <Section title="Alerts">
      <Stack maw={560}>
        <Text size="sm">
          An alert is an event of the source <code>alert</code>: a trigger that went quiet although something
          was expected of it, or a destination that the platform turned off. It goes to these destinations,
          unless the trigger has its own.
        </Text>
        {names.size === 0 ? (
          <NothingYet
            text="There is no destination yet that could be told. Make one, and choose it here."
            curl={curl('POST', '/destinations', { url: 'https://example.com/alerts' })}
          >
            <ButtonLink to="/destinations/new" variant="default" w="fit-content">
              New destination
            </ButtonLink>
          </NothingYet>
        ) : (
          <>
            <MultiSelect
              label="Destinations"
              searchable
              disabled={!may}
              data={Array.from(names, ([value, label]) => ({ value, label }))}
              value={chosen}
              onChange={setDraft}
              error={Object.values(faultsOf(save.error))[0]}
            />
            <Button
              w="fit-content"
              disabled={!may || draft === undefined}
              loading={save.isPending}
              onClick={() => save.mutate(chosen)}
            >
              Save
            </Button>
          </>
        )}
      </Stack>
    </Section>
  );
}
