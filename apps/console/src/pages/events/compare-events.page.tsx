import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/events/compare')({ component: CompareEvents });

function CompareEvents() {
  return <PageHeader title="Compare events" />;
}
