import { Stack, Text } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { $api } from '../../api/client';
import { Failure } from '../../ui/failure';
import { Loading } from '../../ui/loading';
import { PageHeader } from '../../ui/page-header';
import { Section } from '../../ui/section';
import { Status } from '../../ui/status';
import { TextLink } from '../../ui/text-link';
import { isMoving, progressInWords } from './replays/progress-of';
import { ReplayActs } from './replays/replay-acts';
import { ReplayFacts } from './replays/replay-facts';
import { ReplayProgress } from './replays/replay-progress';

export const route = createLazyRoute('/shell/replays/$id')({ component: ReplayPage });

const WHILE_MOVING_MS = 1_000;

function ReplayPage() {
  const { id } = route.useParams();
  const replay = $api.useQuery(
    'get',
    '/replays/{id}',
    { params: { path: { id } } },
    { refetchInterval: ({ state: { data } }) => (data && isMoving(data) ? WHILE_MOVING_MS : false) },
  );
  return (
    <>
      <PageHeader title="Replay" about={<TextLink to="/replays">All replays</TextLink>}>
        {replay.data && <ReplayActs of={replay.data} />}
      </PageHeader>
      <Failure of={replay.error} />
      {replay.isPending && <Loading of="the replay" height={260} />}
      {replay.data && (
        <Stack maw={820}>
          <Section title="How far it is" actions={<Status of={replay.data.state} />}>
            <Stack gap="xs">
              <ReplayProgress of={replay.data} />
              <Text size="sm" role="status">
                {progressInWords(replay.data)}
              </Text>
            </Stack>
          </Section>
          <Section title="What it sends again">
            <ReplayFacts of={replay.data} />
          </Section>
        </Stack>
      )}
    </>
  );
}
