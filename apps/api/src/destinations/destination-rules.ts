import { isObject } from '../validation/validate.js';

const MAX_URL = 2048;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/i;
const HEADER_VALUE = /^[\x20-\x7e]{0,2000}$/;
const OURS =
  /^(webhook-|etp-|proxy-|sec-)|^(host|connection|content-length|content-type|content-encoding|transfer-encoding|keep-alive|upgrade|te|trailer|expect|user-agent|traceparent)$/i;

export function isWebhookUrl(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_URL || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
}

/** Header names by RFC 9110, values without line breaks, and none of those that the platform sets itself. */
export function isHeaders(value: unknown): boolean {
  if (!isObject(value) || Object.keys(value).length > 32) return false;
  return Object.entries(value).every(
    ([name, text]) =>
      HEADER_NAME.test(name) && !OURS.test(name) && typeof text === 'string' && HEADER_VALUE.test(text),
  );
}

const VISIBLE = /^[\x21-\x7e]{1,2000}$/;

/** What an `Authorization: Bearer` field can carry. */
export function isBearerToken(value: unknown): boolean {
  return typeof value === 'string' && VISIBLE.test(value);
}

/** RFC 7617: a user name has no colon, and neither has control characters. */
export function isBasicUsername(value: unknown): boolean {
  return typeof value === 'string' && /^[^:\p{Cc}]{1,255}$/u.test(value);
}

export function isBasicPassword(value: unknown): boolean {
  return typeof value === 'string' && /^\P{Cc}{0,1000}$/u.test(value);
}

/** A queue's name has no colon, which BullMQ puts between the parts of a key. */
export function isQueueName(value: unknown): boolean {
  return typeof value === 'string' && /^[\x21-\x39\x3b-\x7e]{1,200}$/.test(value);
}
