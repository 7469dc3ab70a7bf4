import { SimpleGrid } from '@mantine/core';
import { useState } from 'react';
import { $api } from '../../api/client';
import type { Policy } from '../../api/types';
import { Failure } from '../../ui/failure';
import { Loading } from '../../ui/loading';
import { Section } from '../../ui/section';
import { ApplyPolicy } from './apply-policy';
import { PolicyEditor } from './policy-editor';
import { SimulationOf } from './simulation-of';

/** The project's policy, and beside it what it would do to the events that there are. */
export function PolicySection() {
  const current = $api.useQuery('get', '/retention', {});
  const [draft, setDraft] = useState<Policy>();
  if (!current.data)
    return current.isError ? <Failure of={current.error} /> : <Loading of="the policy" height={280} />;
  const { inherited, ...policy } = current.data;
  const shown = draft ?? policy;
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      <Section title="Policy of the project">
        <PolicyEditor
          policy={policy}
          inherited={inherited}
          draft={shown}
          onDraft={setDraft}
          onSaved={() => setDraft(undefined)}
        />
        <ApplyPolicy unsaved={draft !== undefined} />
      </Section>
      <Section title={draft ? 'What it would do' : 'What it does'}>
        <SimulationOf policy={shown} />
      </Section>
    </SimpleGrid>
  );
}
