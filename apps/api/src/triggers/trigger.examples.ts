/** The named request examples of `POST /triggers`; a test keeps them equal to the files in test/examples. */
export const triggerExamples = {
  'full-payload': {
    summary: 'An api trigger with a payload; its time is past, so it is only kept',
    value: {
      name: 'Test Trigger - Full Payload',
      trigger_type: 'api',
      schedule_time: '2025-02-15T17:26:31.342Z',
      api_payload: { additionalProp1: 'value1', additionalProp2: 'value2', additionalProp3: 'value3' },
    },
  },
  scheduled: {
    summary: 'Fires once, at its time; at once if that is past',
    value: {
      name: 'Scheduled Trigger',
      trigger_type: 'scheduled',
      schedule_time: '2025-03-01T10:00:00.000Z',
    },
  },
  'empty-payload': {
    summary: 'An empty payload',
    value: {
      name: 'Empty Payload Trigger',
      trigger_type: 'time-based',
      schedule_time: '2025-02-15T12:00:00.000Z',
      api_payload: {},
    },
  },
  'name-and-time': {
    summary: 'Only what a time-based trigger needs',
    value: {
      name: 'Time Only Example',
      trigger_type: 'time-based',
      schedule_time: '2025-02-20T08:30:00.000Z',
    },
  },
  'nested-payload': {
    summary: 'An api trigger without a time',
    value: {
      name: 'Nested Payload Example',
      trigger_type: 'api',
      api_payload: { config1: 'value1', config2: 'value2' },
    },
  },
  'invalid-missing-type': {
    summary: 'Refused (422): no trigger_type',
    value: { name: 'Missing Trigger Type' },
  },
  'invalid-type': {
    summary: 'Refused (422): a trigger_type that there is not',
    value: { name: 'Invalid Trigger Type Example', trigger_type: 'invalid-type' },
  },
};
