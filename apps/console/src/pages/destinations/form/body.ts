import type { DestinationBody, DestinationPatch } from '../../../api/types';
import type { DestinationValues } from './values';

type Plain = Record<string, unknown>;

/** What `POST /destinations` is sent for what is typed: whatever is left empty is left to the api. */
export function bodyOf(values: DestinationValues): DestinationBody {
  const headers = Object.fromEntries(
    values.headers.filter(({ name }) => name !== '').map(({ name, value }) => [name, value]),
  );
  const body: Plain = {
    kind: values.kind,
    ...fieldsOf(values),
    ...(values.kind === 'bullmq' && { redis_url: values.redis_url || null }),
    ...(values.kind === 'http' && {
      auth: authOf(values),
      headers: Object.keys(headers).length > 0 ? headers : null,
    }),
  };
  return said(body);
}

/**
 * The merge patch that makes the destination `before` to what is typed: only what differs. An emptied field goes back to
 * its default; what cannot be read (values of headers, credentials) is only sent when it was typed anew.
 */
export function patchOf(before: DestinationValues, values: DestinationValues): DestinationPatch {
  const was = fieldsOf(before);
  const patch: Plain = Object.fromEntries(
    Object.entries(fieldsOf(values)).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name]),
    ),
  );
  if (values.redis_url !== '') patch.redis_url = values.redis_url;
  const headers = headersPatch(before, values);
  if (Object.keys(headers).length > 0) patch.headers = headers;
  const auth = authOf(values);
  if (values.auth !== 'kept' && (auth !== null || before.auth !== 'none')) patch.auth = auth;
  return patch;
}

/** What can be read of a destination of this kind as well as written; null stands for the default. */
function fieldsOf(values: DestinationValues): Plain {
  return {
    name: orDefault(values.name),
    ...(values.kind === 'http'
      ? { url: orDefault(values.url), method: values.method }
      : { queue: orDefault(values.queue), prefix: orDefault(values.prefix) }),
    template: orDefault(values.template),
    timeout: orDefault(values.timeout),
    retry: {
      max_attempts: orDefault(values.max_attempts),
      min_delay: orDefault(values.min_delay),
      max_delay: orDefault(values.max_delay),
      factor: orDefault(values.factor),
      jitter: orDefault(values.jitter),
    },
    rate_limit: values.limited ? { max: values.limit_max, per: values.limit_per } : null,
    max_in_flight: orDefault(values.max_in_flight),
  };
}

function headersPatch(before: DestinationValues, { headers }: DestinationValues): Plain {
  const left = new Set(headers.filter(({ saved }) => saved).map(({ name }) => name));
  const removed = before.headers.filter(({ name }) => !left.has(name)).map(({ name }) => [name, null]);
  const typed = headers
    .filter(({ name, value, saved }) => name !== '' && (!saved || value !== ''))
    .map(({ name, value }) => [name, value]);
  return Object.fromEntries([...removed, ...typed]) as Plain;
}

function authOf({ auth, token, username, password }: DestinationValues): Plain | null {
  if (auth === 'bearer') return { type: 'bearer', token };
  if (auth === 'basic') return { type: 'basic', username, password };
  return null;
}

const orDefault = <T>(value: T): T | null => (value === '' ? null : value);

/** Without what is left to the api. */
function said(body: Plain): Plain {
  return Object.fromEntries(
    Object.entries(body)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, name === 'retry' ? said(value as Plain) : value]),
  );
}
