import type { TriggerBody } from '../../api/types';

export interface Template {
  id: string;
  title: string;
  /** What it is good for, in a sentence. */
  about: string;
  body: TriggerBody;
}

/**
 * Triggers to start from. Each is whole but for where its events go, which only its owner knows: none of them is
 * refused for anything else. @param zone the viewer's own
 */
export const templatesIn = (zone: string): Template[] => [
  {
    id: 'webhook',
    title: 'Webhook on an API call',
    about: 'Fire it from your code, or let anybody POST to its hook URL. Each call becomes a signed webhook.',
    body: {
      name: 'Order placed',
      trigger_type: 'api',
      api_payload: { order: 42 },
      payload_schema: { type: 'object', required: ['order'], properties: { order: { type: 'integer' } } },
    },
  },
  {
    id: 'every-15-minutes',
    title: 'Every 15 minutes',
    about: 'A steady beat in elapsed time, without drift, whatever the clocks do.',
    body: {
      name: 'Sync stock',
      trigger_type: 'scheduled',
      every: '15m',
      overlap: 'skip',
      api_payload: { job: 'sync-stock' },
    },
  },
  {
    id: 'weekdays-at-nine',
    title: 'Weekdays at 9:00',
    about: 'A cron pattern in a time zone; daylight saving is taken care of.',
    body: {
      name: 'Daily report',
      trigger_type: 'scheduled',
      cron: '0 9 * * 1-5',
      timezone: zone,
      api_payload: { report: 'daily' },
    },
  },
  {
    id: 'reminder',
    title: 'One reminder in 10 minutes',
    about: 'Fires once, then never again. The quickest way to see an event happen by itself.',
    body: { name: 'Reminder', trigger_type: 'time-based', delay: '10m', api_payload: { remind: 'tea' } },
  },
  {
    id: 'heartbeat',
    title: 'Heartbeat that is watched',
    about: 'A job calls it when it is done. When it has been quiet for an hour, you get an alert.',
    body: {
      name: 'Nightly backup is alive',
      trigger_type: 'api',
      expect_every: '1h',
      labels: { kind: 'heartbeat' },
    },
  },
];
