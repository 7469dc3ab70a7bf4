import { Paper } from '@mantine/core';
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
import { BulkProgress } from './list/bulk-progress';
import { Filters } from './list/filters';
import { NoTriggers } from './list/no-triggers';
import { TriggerTable } from './list/trigger-table';
import { useTriggers } from './list/use-triggers';

export const route = createLazyRoute('/shell/triggers')({ component: Triggers });

function Triggers() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const triggers = useTriggers(search);
  const may = useMay('manage');
  const isEmpty = triggers.isSuccess && triggers.rows.length === 0;
  const change = (to: { [K in keyof typeof search]?: (typeof search)[K] | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...to }), ...inPlace });
  const nothingYet = isEmpty && !isNarrowed(search);
  return (
    <>
      <PageHeader title="Triggers" about="What fires, when it fires next, and where its events go.">
        {may && (
          <ButtonLink to="/triggers/new" leftSection={<Plus size={16} />}>
            New trigger
          </ButtonLink>
        )}
      </PageHeader>
      {!nothingYet && <Filters search={search} onChange={change} />}
      {may && <BulkProgress />}
      <Failure of={triggers.error} />
      {triggers.isPending && <Loading of="triggers" height={32} rows={12} />}
      {nothingYet && <NoTriggers />}
      {isEmpty && !nothingYet && (
        <Paper withBorder p="lg">
          <NothingYet
            text="No trigger fits these filters. Clear them to see all."
            curl={curl('GET', `/triggers${writeSearch(search)}`)}
          />
        </Paper>
      )}
      {triggers.rows.length > 0 && (
        // another filter is another list: what was chosen in the one says nothing in the other
        <TriggerTable
          key={JSON.stringify({ ...search, sort: undefined })}
          triggers={triggers}
          search={search}
          may={may}
          onSort={(sort) => change({ sort })}
        />
      )}
    </>
  );
}
