import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/destinations/$id')({ component: Destination });

function Destination() {
  return <PageHeader title="Destination" />;
}
