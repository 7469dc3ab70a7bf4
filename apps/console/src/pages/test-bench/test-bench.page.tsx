import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/test-bench')({ component: TestBench });

function TestBench() {
  return <PageHeader title="Test bench" />;
}
