import { Alert, Skeleton, Stack } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { $api, answerOf, client } from '../../api/client';
import type { TriggerBody } from '../../api/types';
import { useMay } from '../../app/me';
import { Failure } from '../../ui/failure';
import { PageHeader } from '../../ui/page-header';
import { definitionOf } from './definition';
import { TriggerForm } from './form/trigger-form';
import { namesOf } from './names';

export const route = createLazyRoute('/shell/triggers/$id/edit')({ component: EditTrigger });

function EditTrigger() {
  const { id } = route.useParams();
  const may = useMay('manage');
  const params = { path: { id } };
  // begun from what is there now: a copy of before somebody paused it would resume it
  const trigger = $api.useQuery('get', '/triggers/{id}', { params }, { staleTime: 0, gcTime: 0 });
  const replace = (body: TriggerBody) => answerOf(client.PUT('/triggers/{id}', { params, body }));
  return (
    <>
      <PageHeader
        title={trigger.data ? `Edit ${trigger.data.name}` : 'Edit trigger'}
        about="Past events stay as they are."
      />
      {!may && (
        <Alert mb="md" color="yellow">
          Changing triggers needs the scope <code>manage</code>, which you do not have.
        </Alert>
      )}
      <Failure of={trigger.error} />
      {trigger.isPending && (
        <Stack>
          <Skeleton height={260} />
          <Skeleton height={220} />
        </Stack>
      )}
      {trigger.data && trigger.isFetchedAfterMount && (
        <TriggerForm
          key={id}
          start={definitionOf(trigger.data)}
          saved={{ id, body: definitionOf(trigger.data) }}
          known={namesOf(trigger.data)}
          save={replace}
          verb="Save changes"
        />
      )}
    </>
  );
}
