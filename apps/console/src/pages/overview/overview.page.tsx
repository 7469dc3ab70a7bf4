import { SegmentedControl, SimpleGrid, Stack } from '@mantine/core';
import { createLazyRoute, useNavigate } from '@tanstack/react-router';
import { $api } from '../../api/client';
import { WINDOWS } from '../../app/search';
import { Failure } from '../../ui/failure';
import { inPlace } from '../../ui/in-place';
import { Loading } from '../../ui/loading';
import { PageHeader } from '../../ui/page-header';
import { Charts } from './charts';
import { FirstVisit } from './first-visit';
import { NextFirings } from './next-firings';
import { Queue } from './queue';
import { Totals } from './totals';
import { Trouble } from './trouble';
import { Workers } from './workers';

export const route = createLazyRoute('/shell/')({ component: Overview });

const REFETCH = 5_000;

function Overview() {
  const { window = '1h' } = route.useSearch();
  const navigate = useNavigate();
  const stats = $api.useQuery(
    'get',
    '/stats',
    { params: { query: { window } } },
    { refetchInterval: REFETCH, placeholderData: (before) => before },
  );
  const triggers = $api.useQuery(
    'get',
    '/triggers',
    { params: { query: { limit: 1, archived: 'all' } } },
    { refetchInterval: ({ state }) => state.data?.data.length === 0 && REFETCH },
  );
  return (
    <>
      <PageHeader title="Overview" about="What fires, what arrives, and what is in trouble.">
        <SegmentedControl
          aria-label="How far back"
          data={WINDOWS.map((value) => ({ value, label: value }))}
          value={window}
          onChange={(chosen) =>
            void navigate({
              to: '/',
              search: { window: WINDOWS.find((one) => one === chosen) },
              ...inPlace,
            })
          }
        />
      </PageHeader>
      <Stack>
        <Failure of={stats.error} />
        {triggers.data?.data.length === 0 && <FirstVisit />}
        {stats.isPending && <Loading of="the figures" height={480} />}
        {stats.data && (
          <>
            <Totals of={stats.data} />
            <Charts of={stats.data} />
            <SimpleGrid cols={{ base: 1, lg: 2 }}>
              <Trouble of={stats.data} />
              <NextFirings of={stats.data} />
              <Queue of={stats.data} />
              <Workers of={stats.data} />
            </SimpleGrid>
          </>
        )}
      </Stack>
    </>
  );
}
