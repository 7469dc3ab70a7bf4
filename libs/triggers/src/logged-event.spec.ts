import { describe, expect, it } from 'vitest';
import type { Firing, RecordedEvent } from '@app/deliveries';
import { loggedEvent } from './logged-event.js';

const firing: Firing = {
  project_id: 'project',
  trigger: { id: 'trigger', name: 'Nightly', trigger_type: 'scheduled', revision: 3 },
  source: 'api',
  payload: { a: 1 },
  labels: { team: 'a' },
  scheduled_for: null,
  lifetime: { archiveAfterMs: 1, deleteAfterMs: 2 },
  destination_ids: ['destination'],
  replay_of: null,
};
const recorded: RecordedEvent = {
  id: 'event',
  fired_at: new Date(1000),
  archive_at: new Date(2000),
  expires_at: Infinity,
  deliveries: [{ bucket: 0, event_id: 'event', id: 'delivery', dispatch: 1 }],
};

describe('The event of a firing that was just recorded', () => {
  it('is what a later look-up would find', () => {
    expect(loggedEvent(firing, recorded)).toEqual({
      bucket: 0,
      id: 'event',
      project_id: 'project',
      trigger_id: 'trigger',
      trigger_name: 'Nightly',
      trigger_type: 'scheduled',
      source: 'api',
      payload: { a: 1 },
      labels: { team: 'a' },
      scheduled_for: null,
      fired_at: new Date(1000),
      archive_at: new Date(2000),
      expires_at: Infinity,
      hold: false,
      archived: false,
      replay_of: null,
      status: 'pending',
    });
  });

  it('is only recorded when it goes nowhere', () => {
    expect(loggedEvent(firing, { ...recorded, deliveries: [] }).status).toBe('recorded');
  });

  it('has the names of a draft, which is no trigger', () => {
    const draft = { ...firing, trigger: null, draft: { name: 'Draft', trigger_type: 'api' } };

    expect(loggedEvent(draft, recorded)).toMatchObject({
      trigger_id: null,
      trigger_name: 'Draft',
      trigger_type: 'api',
    });
  });
});
