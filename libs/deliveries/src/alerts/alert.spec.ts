import { describe, expect, it } from 'vitest';
import { alertFiring, type Alert } from './alert.js';

const ABOUT_A_TRIGGER: Alert = {
  project_id: 'p',
  alert: 'trigger.quiet',
  trigger: {
    id: 't',
    name: 'Heartbeat',
    trigger_type: 'api',
    labels: { team: 'a' },
    retention: { archive_after: '1h', delete_after: 'never' },
  },
  details: { since: 'then' },
  destination_ids: ['own'],
};
const ABOUT_SOMETHING_ELSE: Alert = {
  project_id: 'p',
  alert: 'destination.disabled',
  trigger: null,
  details: { destination: { id: 'd' } },
  destination_ids: [],
};

describe('The event of an alert', () => {
  it('belongs to the trigger that it is about, but is none of its firings', () => {
    expect(alertFiring(ABOUT_A_TRIGGER, ['of the project'])).toEqual({
      project_id: 'p',
      trigger: { id: 't', name: 'Heartbeat', trigger_type: 'api', revision: null },
      source: 'alert',
      payload: { alert: 'trigger.quiet', since: 'then' },
      labels: { team: 'a' },
      scheduled_for: null,
      lifetime: { archiveAfterMs: 3_600_000, deleteAfterMs: null },
      destination_ids: ['own'],
      replay_of: null,
    });
  });

  it('may be about no trigger, and goes to the destinations of the project then', () => {
    expect(alertFiring(ABOUT_SOMETHING_ELSE, ['of the project'])).toMatchObject({
      trigger: null,
      payload: { alert: 'destination.disabled', destination: { id: 'd' } },
      labels: {},
      destination_ids: ['of the project'],
    });
  });
});
