import { SimpleGrid, Stack, Tabs, Text } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { $api } from '../../api/client';
import { isGone } from '../../api/problem';
import { CodeBlock } from '../../ui/code-block';
import { Failure } from '../../ui/failure';
import { inPlace } from '../../ui/in-place';
import { Loading } from '../../ui/loading';
import { PageHeader } from '../../ui/page-header';
import { Section } from '../../ui/section';
import { TextLink } from '../../ui/text-link';
import { brief, definitionOf } from './definition';
import { HookSection } from './detail/hook-section';
import { RecentEvents } from './detail/recent-events';
import { ScheduleSection } from './detail/schedule-section';
import { TriggerActs } from './detail/trigger-acts';
import { TriggerFacts } from './detail/trigger-facts';
import { pretty } from './form/values';
import { Occurrences } from './occurrences';

export const route = createLazyRoute('/shell/triggers/$id')({ component: TriggerPage });

const RENEWAL_MS = 10_000;
const TABS = { events: 'Recent events', occurrences: 'Why didn’t it fire?', definition: 'Definition' };

function TriggerPage() {
  const { id } = route.useParams();
  const { tab = 'events' } = route.useSearch();
  const navigate = route.useNavigate();
  const trigger = $api.useQuery(
    'get',
    '/triggers/{id}',
    { params: { path: { id } } },
    { refetchInterval: RENEWAL_MS }, // the feed tells of its events, not of who pauses it
  );
  const gone = isGone(trigger.error);
  if (gone || (trigger.error && !trigger.data))
    return (
      <>
        <PageHeader title="Trigger" />
        <Failure of={trigger.error} />
        {gone && (
          <Text mt="md">
            <TextLink to="/triggers">To all triggers</TextLink>
          </Text>
        )}
      </>
    );
  if (!trigger.data) return <Loading of="the trigger" height={320} />;
  return (
    <>
      <PageHeader title={trigger.data.name} about={trigger.data.description || undefined}>
        <TriggerActs trigger={trigger.data} />
      </PageHeader>
      <Stack>
        <Failure of={trigger.error} />
        <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: 'start' }}>
          <Section title="What it is">
            <TriggerFacts of={trigger.data} />
          </Section>
          <Stack miw={0}>
            <ScheduleSection of={trigger.data} />
            {trigger.data.hook_url !== null && <HookSection url={trigger.data.hook_url} />}
          </Stack>
        </SimpleGrid>
        <Tabs
          value={tab}
          keepMounted={false}
          onChange={(to) =>
            void navigate({ search: to === null || to === 'events' ? {} : { tab: to }, ...inPlace })
          }
        >
          <Tabs.List mb="sm">
            {Object.entries(TABS).map(([value, label]) => (
              <Tabs.Tab key={value} value={value}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="events">
            <RecentEvents triggerId={id} />
          </Tabs.Panel>
          <Tabs.Panel value="occurrences">
            <Occurrences triggerId={id} height="min(480px, 60dvh)" />
          </Tabs.Panel>
          <Tabs.Panel value="definition">
            <CodeBlock
              label="What one would send to make it"
              code={pretty(brief(definitionOf(trigger.data)))}
            />
          </Tabs.Panel>
        </Tabs>
      </Stack>
    </>
  );
}
