import { Alert, Box, Loader } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { $api, answerOf, client } from '../../api/client';
import type { TriggerBody } from '../../api/types';
import { useMay } from '../../app/me';
import { useViewerZone } from '../../app/viewer-zone';
import { Failure } from '../../ui/failure';
import { PageHeader } from '../../ui/page-header';
import { copyOf } from './definition';
import { TriggerForm } from './form/trigger-form';
import { namesOf } from './names';
import { forgetDraft, readDraft } from './draft';
import { TemplateLinks } from './template-links';
import { templatesIn } from './templates';

export const route = createLazyRoute('/shell/triggers/new')({ component: NewTrigger });

const create = (body: TriggerBody) => answerOf(client.POST('/triggers', { body }));
const createFromDraft = async (body: TriggerBody) => {
  const trigger = await create(body);
  forgetDraft();
  return trigger;
};

function NewTrigger() {
  const { template, copy, draft } = route.useSearch();
  const { zone } = useViewerZone();
  const may = useMay('manage');
  const original = $api.useQuery(
    'get',
    '/triggers/{id}',
    { params: { path: { id: copy ?? '' } } },
    { enabled: copy !== undefined },
  );
  const [drafted] = useState(() => (draft ? readDraft() : undefined));
  const templates = templatesIn(zone);
  const start = original.data
    ? copyOf(original.data)
    : (drafted ?? templates.find(({ id }) => id === template)?.body ?? {});
  return (
    <>
      <PageHeader title="New trigger" about="What fires, when, with what, and where to." />
      {!may && (
        <Alert mb="md" color="yellow">
          Making triggers needs the scope <code>manage</code>, which you do not have. You can look around.
        </Alert>
      )}
      {may && copy === undefined && !draft && (
        <Box mb="md">
          <TemplateLinks templates={templates} />
        </Box>
      )}
      {copy !== undefined && original.isPending ? (
        <Loader aria-label="Loading the trigger that is copied" />
      ) : original.isError && !original.data ? (
        <Failure of={original.error} />
      ) : (
        <TriggerForm
          // another start is another form
          key={`${template} ${copy}`}
          start={start}
          known={original.data ? namesOf(original.data) : {}}
          unsaved={drafted !== undefined}
          save={drafted ? createFromDraft : create}
          verb="Create trigger"
        />
      )}
    </>
  );
}
