import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/calendar')({ component: Calendar });

function Calendar() {
  return <PageHeader title="Calendar" />;
}
