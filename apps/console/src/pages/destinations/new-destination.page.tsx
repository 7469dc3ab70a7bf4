import { Alert } from '@mantine/core';
import { createLazyRoute, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answerOf, client } from '../../api/client';
import { useMay } from '../../app/me';
import { PageHeader } from '../../ui/page-header';
import { ShownOnce } from '../../ui/shown-once';
import { bodyOf } from './form/body';
import { DestinationForm } from './form/destination-form';
import { EMPTY, type DestinationValues } from './form/values';

export const route = createLazyRoute('/shell/destinations/new')({ component: NewDestination });

const create = (values: DestinationValues) =>
  answerOf(client.POST('/destinations', { body: bodyOf(values) }));

function NewDestination() {
  const may = useMay('manage');
  const navigate = useNavigate();
  const [made, setMade] = useState<{ id: string; secret: string }>();
  const open = (id: string) => void navigate({ to: '/destinations/$id', params: { id } });
  return (
    <>
      <PageHeader
        title="New destination"
        about="Where events go, and how patiently they are brought there."
      />
      {!may && (
        <Alert mb="md" color="yellow">
          Making destinations needs the scope <code>manage</code>, which you do not have. You can look around.
        </Alert>
      )}
      <DestinationForm
        first={EMPTY}
        save={create}
        onSaved={({ id, secret }) => (secret === null ? open(id) : setMade({ id, secret }))}
        verb="Create destination"
      />
      <ShownOnce title="Signing secret" secret={made?.secret} onClose={() => made && open(made.id)}>
        The receiver verifies with it that a webhook comes from here, and was not changed on its way.
      </ShownOnce>
    </>
  );
}
