import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/triggers/$id/edit')({ component: EditTrigger });

function EditTrigger() {
  return <PageHeader title="Edit trigger" />;
}
