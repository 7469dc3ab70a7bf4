import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/triggers/$id')({ component: Trigger });

function Trigger() {
  return <PageHeader title="Trigger" />;
}
