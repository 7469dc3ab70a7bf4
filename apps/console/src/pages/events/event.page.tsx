import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/events/$id')({ component: EventPage });

function EventPage() {
  return <PageHeader title="Event" />;
}
