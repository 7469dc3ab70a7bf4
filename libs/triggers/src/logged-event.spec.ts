import { describe, expect, it } from 'vitest';
import type { Firing, RecordedEvent } from '@app/deliveries';
import { loggedEvent, loggedEventWithDeliveries } from './logged-event.js';

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
      unsent: false,
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

  it('is that of the first firing, and says so, when the key was used before', () => {
    const later = { ...firing, trigger: { ...firing.trigger!, name: 'Renamed' }, payload: { a: 2 } };

    expect(loggedEvent(later, { ...recorded, first: firing })).toEqual({
      ...loggedEvent(firing, recorded),
      repeated: true,
    });
  });

  it('has deliveries, oldest first, of which none was tried yet', () => {
    const destination_ids = ['x', 'y', 'z'];
    const deliveries = ['2', '3', '1'].map((id) => ({ bucket: 0, event_id: 'event', id, dispatch: 1 }));
    const event = loggedEventWithDeliveries({ ...firing, destination_ids }, { ...recorded, deliveries });

    expect(event).toMatchObject({ id: 'event', status: 'pending' });
    expect(event.deliveries.map(({ id, destination_id }) => id + destination_id)).toEqual(['1z', '2x', '3y']);
    expect(event.deliveries[0]).toEqual({
      id: '1',
      event_id: 'event',
      destination_id: 'z',
      webhook_id: 'event',
      status: 'pending',
      attempts: [],
      next_attempt_at: recorded.fired_at,
      created_at: recorded.fired_at,
      finished_at: null,
    });
  });
});
