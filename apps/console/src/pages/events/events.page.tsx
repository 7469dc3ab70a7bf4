import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/events')({ component: Events });

function Events() {
  return <PageHeader title="Events" />;
}
