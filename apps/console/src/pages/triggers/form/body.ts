import { objectIn } from '../../../ui/json-object';
import { labelFault, labelsOf } from '../../../ui/labels';
import type { TriggerBody } from '../../../api/types';
import { recurs, type TriggerValues } from './values';

type Schedule = Pick<
  TriggerBody,
  'schedule_time' | 'delay' | 'cron' | 'timezone' | 'every' | 'start_at' | 'end_at' | 'max_runs' | 'jitter'
>;

const said = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/**
 * When the trigger would fire, as the api takes it. What is typed for a kind that is not chosen is left out; the chosen
 * one is there even if it is empty, for the api to say what is wrong with it.
 */
export function scheduleOf(values: TriggerValues): Schedule {
  const { kind, timezone, jitter } = values;
  const bounds = recurs(values) && {
    start_at: said(values.start_at),
    end_at: said(values.end_at),
    max_runs: numberOf(values.max_runs),
  };
  return {
    ...(kind === 'once' && { schedule_time: said(values.schedule_time) }),
    ...(kind === 'delay' && { delay: values.delay.trim() }),
    ...(kind === 'cron' && { cron: values.cron.trim(), timezone }),
    ...(kind === 'every' && { every: values.every.trim() }),
    ...bounds,
    ...(kind !== 'none' && { jitter: said(jitter) }),
  };
}

/** What is no number goes as it is: the api says what is wrong with it, at its pointer. */
const numberOf = (text: string): number | null =>
  said(text) === null || Number.isNaN(Number(text)) ? (said(text) as number | null) : Number(text);

/** What the form says, and what of it cannot even be sent: faults by pointer, as the api's. */
export function bodyOf(values: TriggerValues): { body: TriggerBody; faults: Record<string, string> } {
  const payload = readObject(values.api_payload, '/api_payload');
  const schema = readObject(values.payload_schema, '/payload_schema');
  const { archive_after, delete_after } = values;
  const retention = archive_after.trim() || delete_after.trim();
  const body: TriggerBody = {
    name: values.name.trim(),
    description: values.description,
    trigger_type: values.trigger_type,
    enabled: values.enabled,
    external_key: said(values.external_key),
    labels: labelsOf(values.labels),
    ...scheduleOf(values),
    overlap: values.overlap,
    misfire_policy: values.misfire_policy,
    misfire_grace: said(values.misfire_grace) ?? '60s',
    expect_every: said(values.expect_every),
    api_payload: payload.value ?? {},
    payload_schema: schema.value,
    destinations: values.destinations,
    alert_destinations: values.alert_destinations,
    retention: retention ? { archive_after: archive_after.trim(), delete_after: delete_after.trim() } : null,
  };
  return { body, faults: { ...payload.faults, ...schema.faults, ...labelFaults(values.labels) } };
}

function labelFaults(labels: string[]): Record<string, string> {
  const fault = labels.map(labelFault).find((one) => one !== undefined);
  return fault === undefined ? {} : { '/labels': fault };
}

interface Read {
  value: Record<string, unknown> | null;
  faults: Record<string, string>;
}

/** A JSON object out of what was typed; nothing typed is none, which is no fault. */
export function readObject(text: string, pointer: string): Read {
  if (text.trim() === '') return { value: null, faults: {} };
  const read = objectIn(text);
  return typeof read === 'string'
    ? { value: null, faults: { [pointer]: read } }
    : { value: read, faults: {} };
}

/** A JSON Schema out of what was typed; null for none, and for what is none yet. */
export function schemaOf(text: string): object | null {
  try {
    const schema: unknown = JSON.parse(text);
    return typeof schema === 'object' ? schema : null;
  } catch {
    return null;
  }
}
