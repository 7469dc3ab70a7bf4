import { createLazyRoute } from '@tanstack/react-router';
import { useState } from 'react';
import { inPlace } from '../../ui/in-place';
import { PageHeader } from '../../ui/page-header';
import { EventFilters } from './event-filters';
import { KeysHelp } from './keys-help';
import { LiveEvents } from './live-events';

export const route = createLazyRoute('/shell/events')({ component: Events });

/** The page that people leave open all day. */
function Events() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [begun, setBegun] = useState(0);
  return (
    <>
      <PageHeader title="Events" about="Every firing makes one, newest first. New ones appear on top.">
        <KeysHelp />
      </PageHeader>
      <EventFilters
        search={search}
        onChange={(changes) => void navigate({ search: (before) => ({ ...before, ...changes }), ...inPlace })}
      />
      <LiveEvents
        key={JSON.stringify([search, begun])}
        search={search}
        onReset={() => setBegun((before) => before + 1)}
      />
    </>
  );
}
