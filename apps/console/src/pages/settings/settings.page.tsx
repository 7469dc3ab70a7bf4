import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/settings')({ component: Settings });

function Settings() {
  return <PageHeader title="Settings" />;
}
