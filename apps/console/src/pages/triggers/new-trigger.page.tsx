import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/triggers/new')({ component: NewTrigger });

function NewTrigger() {
  return <PageHeader title="New trigger" />;
}
