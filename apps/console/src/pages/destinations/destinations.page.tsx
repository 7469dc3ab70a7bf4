import { Group, Paper, Switch } from '@mantine/core';
import { isNarrowed } from '../../app/search';
import { writeSearch } from '../../app/search-text';
import { createLazyRoute } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useMay } from '../../app/me';
import { ButtonLink } from '../../ui/button-link';
import { curl } from '../../ui/curl';
import { Failure } from '../../ui/failure';
import { inPlace } from '../../ui/in-place';
import { Loading } from '../../ui/loading';
import { NothingYet } from '../../ui/nothing-yet';
import { PageHeader } from '../../ui/page-header';
import { TypedInput } from '../../ui/typed-input';
import { VirtualTable } from '../../ui/virtual-table';
import { COLUMNS } from './list/columns';
import { NoDestinations } from './list/no-destinations';
import { filterOf, useDestinations, type DestinationSearch } from './list/use-destinations';

export const route = createLazyRoute('/shell/destinations')({ component: Destinations });

const [HEAD, ROW] = [37, 38];

function Destinations() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const destinations = useDestinations(search);
  const may = useMay('manage');
  const isEmpty = destinations.isSuccess && destinations.rows.length === 0;
  const nothingYet = isEmpty && !isNarrowed(search);
  const show = (change: { [K in keyof DestinationSearch]?: DestinationSearch[K] | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), ...inPlace });
  return (
    <>
      <PageHeader title="Destinations" about="Where events go, and whether they get there.">
        <ButtonLink to="/replays" variant="default">
          Replays
        </ButtonLink>
        {may && (
          <ButtonLink to="/destinations/new" leftSection={<Plus size={16} />}>
            New destination
          </ButtonLink>
        )}
      </PageHeader>
      {!nothingYet && (
        <Group gap="md" mb="sm" role="search" aria-label="Destinations">
          <TypedInput
            label="Search by name, URL or queue"
            placeholder="Name, URL or queue"
            value={search.q ?? ''}
            onSettled={(q) => show({ q: q || undefined })}
            icon
          />
          <Switch
            label="In trouble only"
            checked={search.trouble ?? false}
            onChange={(event) => show({ trouble: event.currentTarget.checked || undefined })}
          />
          {isNarrowed(search) && (
            <ButtonLink to="/destinations" variant="subtle" color="gray">
              Clear filters
            </ButtonLink>
          )}
        </Group>
      )}
      <Failure of={destinations.error} />
      {destinations.isPending && <Loading of="destinations" height={32} rows={8} />}
      {nothingYet && <NoDestinations />}
      {isEmpty && !nothingYet && (
        <Paper withBorder p="lg">
          <NothingYet
            text={
              search.trouble && search.q === undefined
                ? 'None is in trouble: whatever is sent arrives.'
                : 'No destination fits these filters. Clear them to see all.'
            }
            curl={curl('GET', `/destinations${writeSearch(filterOf(search))}`)}
          />
        </Paper>
      )}
      {destinations.rows.length > 0 && (
        <VirtualTable
          label="Destinations"
          columns={COLUMNS}
          rows={destinations.rows}
          keyOf={({ id }) => id}
          onOpen={({ id }) => void navigate({ to: '/destinations/$id', params: { id } })}
          onEnd={destinations.more}
          loadingMore={destinations.isFetchingNextPage}
          height={`min(${HEAD + ROW * destinations.rows.length}px, calc(100dvh - 260px))`}
        />
      )}
    </>
  );
}
