import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/destinations')({ component: Destinations });

function Destinations() {
  return <PageHeader title="Destinations" />;
}
