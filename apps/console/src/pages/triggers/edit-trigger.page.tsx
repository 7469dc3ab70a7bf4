import { Alert } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { answerOf, client } from '../../api/client';
import type { TriggerBody } from '../../api/types';
import { useMay } from '../../app/me';
import { Failure } from '../../ui/failure';
import { Loading } from '../../ui/loading';
import { PageHeader } from '../../ui/page-header';
import { definitionOf } from './definition';
import { TriggerForm } from './form/trigger-form';
import { namesOf } from './names';
import { useTaggedTrigger } from './use-tagged-trigger';

export const route = createLazyRoute('/shell/triggers/$id/edit')({ component: EditTrigger });

function EditTrigger() {
  const { id } = route.useParams();
  const may = useMay('manage');
  // begun from what is there now: a copy of before somebody paused it would resume it
  const read = useTaggedTrigger(id);
  const { trigger, tag } = read.data ?? {};
  const replace = (body: TriggerBody, over: boolean) => {
    const header = over || tag === undefined ? {} : { 'If-Match': tag };
    return answerOf(client.PUT('/triggers/{id}', { params: { path: { id }, header }, body }));
  };
  return (
    <>
      <PageHeader
        title={trigger ? `Edit ${trigger.name}` : 'Edit trigger'}
        about="Past events stay as they are."
      />
      {!may && (
        <Alert mb="md" color="yellow">
          Changing triggers needs the scope <code>manage</code>, which you do not have.
        </Alert>
      )}
      <Failure of={read.error} />
      {read.isPending && <Loading of="the trigger" height={240} rows={2} />}
      {trigger && (
        <TriggerForm
          key={id}
          start={definitionOf(trigger)}
          saved={{ id, body: definitionOf(trigger) }}
          known={namesOf(trigger)}
          save={replace}
          verb="Save changes"
        />
      )}
    </>
  );
}
