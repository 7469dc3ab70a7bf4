import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/')({ component: Overview });

function Overview() {
  return <PageHeader title="Overview" />;
}
