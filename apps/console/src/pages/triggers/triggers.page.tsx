import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/triggers')({ component: Triggers });

function Triggers() {
  return <PageHeader title="Triggers" />;
}
