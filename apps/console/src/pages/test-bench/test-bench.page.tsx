import { SimpleGrid, Stack } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { useMemo } from 'react';
import { $api } from '../../api/client';
import { Failure } from '../../ui/failure';
import { inPlace } from '../../ui/in-place';
import { Loading } from '../../ui/loading';
import { PageHeader } from '../../ui/page-header';
import { Section } from '../../ui/section';
import { TriggerPicker } from '../../ui/trigger-picker';
import { useViewerZone } from '../../app/viewer-zone';
import { readDraft } from '../triggers/draft';
import { templatesIn } from '../triggers/templates';
import { DraftBench } from './draft-bench';
import { draftOf } from './draft-of';
import { PastTests } from './past-tests';
import { Result } from './result';
import { SavedBench } from './saved-bench';
import { useTest } from './use-test';

export const route = createLazyRoute('/shell/test-bench')({ component: TestBench });

/** Beside each other: what is sent, and what comes of it. The URL names the trigger, the event it began with, and the test. */
function TestBench() {
  const { trigger, event, template, draft, test } = route.useSearch();
  const navigate = route.useNavigate();
  const { zone } = useViewerZone();
  const bench = useTest(
    test,
    (id) => void navigate({ search: (before) => ({ ...before, test: id }), ...inPlace }),
  );
  const earlier = $api.useQuery(
    'get',
    '/events/{id}',
    { params: { path: { id: event ?? '' } } },
    { enabled: event !== undefined },
  );
  const choose = (id: string | undefined) => {
    bench.reset();
    void navigate({ search: { ...(id !== undefined && { trigger: id }), ...(test && { test }) } });
  };
  const triggerId = trigger ?? earlier.data?.trigger_id ?? undefined;
  const drafted = useMemo(() => (draft ? readDraft() : undefined), [draft]);
  const start =
    drafted ??
    draftOf(
      earlier.data,
      templatesIn(zone).find(({ id }) => id === template),
    );
  const key = [triggerId, event, template, draft].join(' '); // another start is another form
  return (
    <>
      <PageHeader
        title="Test bench"
        about="Try a trigger, saved or not, and see what goes over the wire and what comes back."
      />
      <SimpleGrid cols={{ base: 1, lg: 2 }} style={{ alignItems: 'start' }}>
        <Stack miw={0}>
          <Section title="What is tried">
            <TriggerPicker
              label="Saved trigger"
              about="Without one it is a draft, of which nothing is saved."
              value={triggerId}
              onChange={choose}
            />
          </Section>
          {earlier.isError && <Failure of={earlier.error} />}
          {event !== undefined && earlier.isPending ? (
            <Loading of="the event" height={320} />
          ) : triggerId === undefined ? (
            <DraftBench key={key} start={start} unsaved={drafted !== undefined} bench={bench} />
          ) : (
            <SavedBench key={key} id={triggerId} payload={earlier.data?.payload} bench={bench} />
          )}
        </Stack>
        <Stack miw={0}>
          <Result id={bench.isWaiting ? undefined : test} waiting={bench.isWaiting} />
          <PastTests shown={test} tests={bench.past} />
        </Stack>
      </SimpleGrid>
    </>
  );
}
