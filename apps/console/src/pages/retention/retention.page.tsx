import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/retention')({ component: Retention });

function Retention() {
  return <PageHeader title="Retention" />;
}
