import { createLazyRoute } from '@tanstack/react-router';
import { PageHeader } from '../../ui/page-header';

export const route = createLazyRoute('/shell/replays/$id')({ component: Replay });

function Replay() {
  return <PageHeader title="Replay" />;
}
