import type { Destination } from '../../../api/types';

/** A custom header. What the platform has of it cannot be read, so its value is empty until another is typed. */
export interface HeaderValue {
  name: string;
  value: string;
  /** It is there already, with a value that stays unless another is typed. */
  saved: boolean;
}

/** `kept` are credentials that are there already and stay as they are. */
export type AuthChoice = 'none' | 'bearer' | 'basic' | 'kept';

/** What is typed in the form. Numbers are empty (`''`) where the default is meant. */
export interface DestinationValues {
  kind: 'http' | 'bullmq';
  name: string;
  url: string;
  method: string;
  queue: string;
  prefix: string;
  redis_url: string;
  headers: HeaderValue[];
  auth: AuthChoice;
  token: string;
  username: string;
  password: string;
  template: string;
  timeout: string;
  max_attempts: number | string;
  min_delay: string;
  max_delay: string;
  factor: number | string;
  jitter: number | string;
  max_in_flight: number | string;
  limited: boolean;
  limit_max: number | string;
  limit_per: string;
}

/** What the form of a new destination begins with: the defaults of the api. */
export const EMPTY: DestinationValues = {
  kind: 'http',
  name: '',
  url: '',
  method: 'POST',
  queue: '',
  prefix: '',
  redis_url: '',
  headers: [],
  auth: 'none',
  token: '',
  username: '',
  password: '',
  template: '',
  timeout: '10s',
  max_attempts: 8,
  min_delay: '1s',
  max_delay: '1h',
  factor: 3,
  jitter: 0.2,
  max_in_flight: 10,
  limited: false,
  limit_max: 100,
  limit_per: '1m',
};

/** What is typed but for what nobody else may read, and what may lie nowhere but in the form. */
export const withoutSecrets = (values: DestinationValues): DestinationValues => ({
  ...values,
  redis_url: '',
  token: '',
  password: '',
  headers: values.headers.map((header) => ({ ...header, value: '' })),
});

/** A destination as the form shows it; what is write only is empty. */
export function valuesOf(destination: Destination): DestinationValues {
  const { kind, name, url, method, queue, prefix, template, timeout, retry, max_in_flight } = destination;
  return {
    ...EMPTY,
    kind,
    name,
    method,
    timeout,
    max_in_flight,
    ...retry,
    url: url ?? '',
    queue: queue ?? '',
    prefix: prefix ?? '',
    template: template ?? '',
    headers: Object.keys(destination.headers).map((header) => ({ name: header, value: '', saved: true })),
    auth: destination.auth ? 'kept' : 'none',
    limited: destination.rate_limit !== null && destination.rate_limit !== undefined,
    ...(destination.rate_limit && {
      limit_max: destination.rate_limit.max,
      limit_per: destination.rate_limit.per,
    }),
  };
}
