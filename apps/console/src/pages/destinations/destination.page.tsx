import { SimpleGrid, Stack, Text } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { $api } from '../../api/client';
import { isGone } from '../../api/problem';
import { Failure } from '../../ui/failure';
import { inPlace } from '../../ui/in-place';
import { Loading } from '../../ui/loading';
import { PageHeader } from '../../ui/page-header';
import { Section } from '../../ui/section';
import { TextLink } from '../../ui/text-link';
import { DestinationActs } from './detail/destination-acts';
import { DestinationFacts } from './detail/destination-facts';
import { DestinationTabs } from './detail/destination-tabs';
import { Health } from './detail/health';
import { Trouble } from './detail/trouble';
import { placeOf } from './state';

export const route = createLazyRoute('/shell/destinations/$id')({ component: DestinationPage });

const RENEWAL_MS = 5_000;

function DestinationPage() {
  const { id } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const destination = $api.useQuery(
    'get',
    '/destinations/{id}',
    { params: { path: { id } } },
    { refetchInterval: RENEWAL_MS },
  );
  const gone = isGone(destination.error);
  if (gone || (destination.error && !destination.data))
    return (
      <>
        <PageHeader title="Destination" />
        <Failure of={destination.error} />
        {gone && (
          <Text mt="md">
            <TextLink to="/destinations">To all destinations</TextLink>
          </Text>
        )}
      </>
    );
  if (!destination.data) return <Loading of="the destination" height={320} />;
  const show = (change: Partial<Record<keyof typeof search, string | undefined>>) =>
    void navigate({ search: (before) => ({ ...before, ...change }) as never, ...inPlace });
  return (
    <>
      <PageHeader title={destination.data.name} about={placeOf(destination.data)}>
        <DestinationActs of={destination.data} />
      </PageHeader>
      <Stack>
        <Failure of={destination.error} />
        <Trouble of={destination.data} />
        <SimpleGrid cols={{ base: 1, lg: 2 }} style={{ alignItems: 'start' }}>
          <Section title="What it is">
            <DestinationFacts of={destination.data} />
          </Section>
          <Health id={id} window={search.window ?? '1h'} onWindow={(window) => show({ window })} />
        </SimpleGrid>
        <DestinationTabs
          of={destination.data}
          tab={search.tab ?? 'deliveries'}
          status={search.status}
          onTab={(tab) => show({ tab: tab === 'deliveries' ? undefined : tab })}
          onStatus={(status) => show({ status })}
        />
      </Stack>
    </>
  );
}
