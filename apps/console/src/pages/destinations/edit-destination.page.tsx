import { createLazyRoute, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { $api, answerOf, client } from '../../api/client';
import type { Destination } from '../../api/types';
import { Failure } from '../../ui/failure';
import { Loading } from '../../ui/loading';
import { PageHeader } from '../../ui/page-header';
import { patchOf } from './form/body';
import { DestinationForm } from './form/destination-form';
import { valuesOf, type DestinationValues } from './form/values';

export const route = createLazyRoute('/shell/destinations/$id/edit')({ component: EditDestination });

function EditDestination() {
  const { id } = route.useParams();
  const destination = $api.useQuery('get', '/destinations/{id}', { params: { path: { id } } });
  return (
    <>
      <PageHeader
        title={destination.data ? `Edit ${destination.data.name}` : 'Edit destination'}
        about="Deliveries that wait are sent as it says when they are tried."
      />
      <Failure of={destination.data ? undefined : destination.error} />
      {destination.isPending && <Loading of="the destination" height={200} rows={2} />}
      {destination.data && <Form key={id} of={destination.data} />}
    </>
  );
}

function Form({ of: saved }: { of: Destination }) {
  const navigate = useNavigate();
  const { id } = saved;
  const [first] = useState(() => valuesOf(saved)); // read anew it would undo what others change meanwhile
  const save = (values: DestinationValues) =>
    answerOf(client.PATCH('/destinations/{id}', { params: { path: { id } }, body: patchOf(first, values) }));
  return (
    <DestinationForm
      first={first}
      saved={saved}
      save={save}
      onSaved={() => void navigate({ to: '/destinations/$id', params: { id } })}
      verb="Save changes"
    />
  );
}
