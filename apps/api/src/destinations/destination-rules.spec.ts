import { describe, expect, it } from 'vitest';
import { isHeaders, isWebhookUrl } from './destination-rules.js';

const urlOf = (length: number) => `https://example.com/${'x'.repeat(length - 20)}`;

describe('The URL of a destination', () => {
  it.each([
    'https://example.com',
    'http://example.com:8080/a?b=c#d',
    'HTTPS://EXAMPLE.COM/',
    'https://[2606:4700::1111]/',
    'https://bücher.example/',
    urlOf(2048),
  ])('may be %s', (url) => {
    expect(isWebhookUrl(url)).toBe(true);
  });

  it.each([
    undefined,
    null,
    7,
    {},
    '',
    'example.com',
    '/in',
    '//example.com/in',
    'https://',
    'https://exa mple.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,x',
    'https://user@example.com/',
    'https://user:password@example.com/',
    'https://:password@example.com/',
    urlOf(2049),
  ])('cannot be %s', (url) => {
    expect(isWebhookUrl(url)).toBe(false);
  });
});

describe('The headers of a destination', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`x-${n}`, 'v']));

  it.each([
    {},
    { authorization: 'Bearer x' },
    { 'X-Key': '' },
    { "!#$%&'*+.^_`|~-": 'v' },
    { accept: 'application/json; q=0.5' },
    { 'x-webhook-id': 'v', hosts: 'v', upgraded: 'v' },
    { 'x-long': 'v'.repeat(2000) },
    many(32),
  ])('may be %j', (headers) => {
    expect(isHeaders(headers)).toBe(true);
  });

  it.each([
    undefined,
    null,
    'x-key: v',
    [['x-key', 'v']],
    { '': 'v' },
    { 'x key': 'v' },
    { 'x-key:': 'v' },
    { 'x-kéy': 'v' },
    { 'x-key\r\n': 'v' },
    { 'x-key': 'a\r\nx-other: b' },
    { 'x-key': 'a\0' },
    { 'x-key': 'é' },
    { 'x-key': 1 },
    { 'x-key': null },
    { 'x-key': ['a'] },
    { 'x-key': 'v'.repeat(2001) },
    { ['x'.repeat(101)]: 'v' },
    many(33),
  ])('cannot be %j', (headers) => {
    expect(isHeaders(headers)).toBe(false);
  });

  it.each([
    'webhook-id',
    'Webhook-Signature',
    'etp-event-id',
    'proxy-authorization',
    'sec-fetch-mode',
    'Host',
    'connection',
    'Content-Length',
    'content-type',
    'content-encoding',
    'Transfer-Encoding',
    'keep-alive',
    'upgrade',
    'te',
    'trailer',
    'expect',
    'user-agent',
    'traceparent',
  ])('cannot have %s, which is the platform’s own', (name) => {
    expect(isHeaders({ [name]: 'v' })).toBe(false);
  });
});
